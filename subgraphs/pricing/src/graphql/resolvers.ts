import { AmountOff, Discount, DiscountReduction } from './Discount.js';
import { Facility, Station } from './Facility.js';
import type { Resolvers } from './generated/types.js';
import { ChargingTrace, OcpiTariff } from './json-scalars.js';
import { changeDiscount, createDiscount, endDiscount } from './Mutation/discounts.js';
import { quoteCharging, quoteParking, quoteStay } from './Mutation/quotes.js';
import { assignRatePlan, changeRatePlan, createRatePlan } from './Mutation/ratePlans.js';
import { assignTariff, changeTariff, createTariff } from './Mutation/tariffs.js';
import { PriceAssignment } from './PriceAssignment.js';
import { ignoredPriceSettings, priceAssignments } from './Query/assignments.js';
import { discount, discounts } from './Query/discounts.js';
import { lintRatePlan, lintTariff } from './Query/lint.js';
import { quote } from './Query/quote.js';
import { ratePlanFromStrategy } from './Query/ratePlanFromStrategy.js';
import {
  ratePlan,
  ratePlanInForce,
  ratePlans,
  tariff,
  tariffInForce,
  tariffs,
} from './Query/rules.js';
import { simulateCharging, simulateParking } from './Query/simulate.js';
import { Quote } from './Quote.js';
import { RatePlan, RatePlanRules, RatePlanVersion } from './RatePlan.js';
import { Tariff, TariffVersion } from './Tariff.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  OcpiTariff,
  ChargingTrace,
  Query: {
    tariff,
    tariffs,
    ratePlan,
    ratePlans,
    tariffInForce,
    ratePlanInForce,
    priceAssignments,
    ignoredPriceSettings,
    discount,
    discounts,
    quote,
    ratePlanFromStrategy,
    simulateCharging,
    simulateParking,
    lintTariff,
    lintRatePlan,
  },
  Mutation: {
    createTariff,
    changeTariff,
    assignTariff,
    createRatePlan,
    changeRatePlan,
    assignRatePlan,
    createDiscount,
    changeDiscount,
    endDiscount,
    quoteParking,
    quoteCharging,
    quoteStay,
  },
  Tariff,
  TariffVersion,
  RatePlan,
  RatePlanVersion,
  RatePlanRules,
  PriceAssignment,
  Discount,
  DiscountReduction,
  AmountOff,
  Quote,
  Facility,
  Station,
};
