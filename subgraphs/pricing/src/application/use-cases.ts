import { assignRules } from './assign-rules.js';
import {
  changeDiscount,
  createDiscount,
  discountByCode,
  discountsByIds,
  discountsShown,
  endDiscount,
  listDiscounts,
} from './manage-discounts.js';
import type { Ports } from './ports.js';
import { lintContent, proposePlan } from './propose-plan.js';
import { quoteCharging, quoteParking, quoteStay } from './quote.js';
import { facilitiesByIds, parkingPrices, quotesByIds, stationsByIds } from './read-quotes.js';
import {
  listAssignments,
  listIgnoredSettings,
  listRuleSets,
  listVersions,
  readInForce,
  ruleSetsByIds,
  versionAt,
  versionsByIds,
} from './read-rules.js';
import { simulateCharging, simulateParking } from './simulate.js';
import { changeRules, createRules } from './write-rules.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    createRules: createRules(ports),
    changeRules: changeRules(ports),
    assignRules: assignRules(ports),
    proposePlan: proposePlan(ports),
    lintContent: lintContent(ports),
    createDiscount: createDiscount(ports),
    changeDiscount: changeDiscount(ports),
    endDiscount: endDiscount(ports),
    quoteParking: quoteParking(ports),
    quoteCharging: quoteCharging(ports),
    quoteStay: quoteStay(ports),
    simulateCharging: simulateCharging(ports),
    simulateParking: simulateParking(ports),

    ruleSetsByIds: ruleSetsByIds(ports),
    listRuleSets: listRuleSets(ports),
    versionsByIds: versionsByIds(ports),
    listVersions: listVersions(ports),
    versionAt: versionAt(ports),
    readInForce: readInForce(ports),
    listAssignments: listAssignments(ports),
    listIgnoredSettings: listIgnoredSettings(ports),
    discountsByIds: discountsByIds(ports),
    discountsShown: discountsShown(ports),
    listDiscounts: listDiscounts(ports),
    discountByCode: discountByCode(ports),
    quotesByIds: quotesByIds(ports),
    parkingPrices: parkingPrices(ports),
    facilitiesByIds: facilitiesByIds(ports),
    stationsByIds: stationsByIds(ports),
  };
}
