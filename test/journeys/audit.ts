import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { eventually } from '../support/eventually.js';
import { type Town, type Person } from '../support/town.js';

export const audit = journey('who changed what', (open) => {
  let town: Town;
  let operator: Person & { tenantId: string };
  beforeAll(async () => {
    town = open();
    operator = await town.operator('City Parking');
  });

  it('a correction of a plate stands in the audit log with who did it, and with the session from what to what', async () => {
    const facilityId = await town.facility(operator, {
      name: 'Altmarkt',
      slots: { 'STANDARD ICE': 3 },
    });
    const parked = await town.park(facilityId, 'DD-8O 1', operator);
    const sessionId = parked['session'].id as string;
    const corrected = await town.do(
      'correctRegistration',
      { sessionId, registration: 'DD-BO 1', reason: 'The camera read an 8.' },
      '... on SessionCorrected { session { registration } }',
      operator,
    );
    expect(corrected).toMatchObject({ session: { registration: 'DDBO1' } });
    const entry = await eventually('accounts hears of the correction', async () => {
      const { auditLog } = await town.must(
        `query ($id: ID!) { auditLog(filter: { entityId: $id }, first: 10) {
           edges { node { action actorId changes { field previous value } } } } }`,
        { id: sessionId },
        operator,
      );
      return auditLog.edges[0]?.node;
    });
    const { me } = await town.must(`{ me { id } }`, {}, operator);
    expect(entry.actorId).toBe(me.id);
    // The log can never be changed, so it tells of personal data only that they changed …
    expect(entry.action).toBe('parking.session.corrected');
    expect(entry.changes).toEqual([{ field: 'registration', previous: null, value: null }]);
    // … and from what to what stands with the session, for the staff of its facility.
    const { parkingSession } = await town.must(
      `query ($id: ID!) { parkingSession(id: $id) { corrections(first: 1) {
         edges { node { kind reason correctedBy changes { field before after } } } } } }`,
      { id: sessionId },
      operator,
    );
    expect(parkingSession.corrections.edges).toEqual([
      {
        node: {
          kind: 'REGISTRATION',
          reason: 'The camera read an 8.',
          correctedBy: me.id,
          changes: [{ field: 'registration', before: 'DD8O1', after: 'DDBO1' }],
        },
      },
    ]);
  });
});
