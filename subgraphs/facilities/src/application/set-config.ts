import { notFound } from '@voltpark/kit/decision';
import { changeSettings, settingIn, type SettingChange } from '../domain/configuration.js';
import { settingDefinition } from '../domain/setting-catalogue.js';
import type { ConfigScope } from '../domain/setting.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import { titleOf } from './scope-title.js';

export interface SetConfigCommand extends SettingChange {
  readonly scope: ConfigScope;
  readonly scopeId: string;
}

/** Gives one setting another value, or its default back. */
export function setConfig({ transact, clock }: Ports) {
  return (cause: Cause, { scope, scopeId, ...change }: SetConfigCommand) =>
    transact(cause, async ({ configurations }) => {
      const reach = reachOf(cause.actor);
      const configuration = await configurations.hold(scope, scopeId, reach);
      if (configuration === null) return notFound(titleOf(scope), scopeId);
      const decision = changeSettings(configuration, [change], clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      await configurations.save(decision.events);

      const definition = settingDefinition(change.key);
      const changed = await configurations.load(scope, scopeId, reach);
      if (definition === undefined || changed === null) throw new Error('A setting was lost.');
      return { setting: settingIn(changed, definition) };
    });
}
