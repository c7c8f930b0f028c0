import { accountsEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attendant, driver, stranger } from '../support/actors.js';
import { expectConsistency } from '../support/invariants.js';
import { runParking, vehicleSnapshot, type RunningParking } from '../support/running.js';

const session =
  '... on SessionCorrected { session { id status registration enteredAt leftAt end lostTicket } }';

describe('corrections', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  const correct = (name: string, input: object, actor = attendant, fields = '') =>
    parking.choose(name, { reason: 'Seen on the camera', ...input }, actor, `${session} ${fields}`);

  async function parked(facilityId: string, registration: string, at?: Date): Promise<string> {
    const answer = await parking.park({ facilityId, registration, at: at?.toISOString() });
    return (answer['session'] as { id: string }).id;
  }

  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

  it('gives a stay the registration that was misread, and its owner the sight of it', async () => {
    const facilityId = await parking.carPark(2);
    const vehicle = vehicleSnapshot({ registration: 'DDRIGHT1' });
    await parking.hears(accountsEvents.vehicleUpdated, vehicle);
    const sessionId = await parked(facilityId, 'DDWR0NG1');
    const corrected = await correct('correctRegistration', {
      sessionId,
      registration: 'DD-RIGHT 1',
    });
    expect(corrected).toMatchObject({ session: { id: sessionId, registration: 'DDRIGHT1' } });

    const seen = await parking.data(
      'query ($id: ID!) { parkingSession(id: $id) { registrationWritten } }',
      { id: sessionId },
      driver,
    );
    expect(seen).toEqual({ parkingSession: { registrationWritten: 'DD-RIGHT 1' } });
    const trail = await parking.data(
      `query ($id: ID!) { parkingSession(id: $id) { corrections(first: 5) { edges { node {
        kind reason correctedBy changes { field before after } } } } } }`,
      { id: sessionId },
      attendant,
    );
    expect(trail).toMatchObject({
      parkingSession: {
        corrections: {
          edges: [
            {
              node: {
                kind: 'REGISTRATION',
                reason: 'Seen on the camera',
                correctedBy: attendant.id,
                changes: [
                  { field: 'customerId', before: null, after: 'customer-one' },
                  { field: 'registration', before: 'DDWR0NG1', after: 'DDRIGHT1' },
                ],
              },
            },
          ],
        },
      },
    });
    const [event] = (await parking.outbox()).slice(-1);
    expect(event).toMatchObject({
      type: 'parking.session.corrected.v1',
      aggregate_version: 2,
      actor_id: attendant.id,
      data: { before: { registration: 'DDWR0NG1' }, after: { registration: 'DDRIGHT1' } },
    });
  });

  it('refuses a registration that is inside already, and sessions of others', async () => {
    const facilityId = await parking.carPark(2);
    const sessionId = await parked(facilityId, 'DDCA1');
    await parked(facilityId, 'DDCA2');
    expect(
      await correct('correctRegistration', { sessionId, registration: 'DDCA2' }),
    ).toMatchObject({
      __typename: 'VehicleAlreadyParked',
    });
    expect(
      await correct('correctRegistration', { sessionId, registration: 'DDCA3' }, stranger),
    ).toMatchObject({ __typename: 'NotFound' });
    const field = '... on InvalidInput { field }';
    expect(
      await correct(
        'correctRegistration',
        { sessionId, registration: 'DDCA3', reason: ' ' },
        attendant,
        field,
      ),
    ).toMatchObject({ __typename: 'InvalidInput', field: 'reason' });
  });

  it('makes one stay of two sessions, however they lie', async () => {
    const facilityId = await parking.carPark(2);
    const early = await parked(facilityId, 'DDME1', ago(120));
    await parking.leave({ sessionId: early, at: ago(60).toISOString() });
    const late = await parked(facilityId, 'DDME1', ago(55));
    const obstacle = '... on SessionsNotMergeable { obstacle }';
    const wrongWay = { sessionId: early, absorbedSessionId: late };
    expect(await correct('mergeSessions', wrongWay, attendant, obstacle)).toMatchObject({
      obstacle: 'ABSORBED_IS_OPEN',
    });
    const merged = await correct('mergeSessions', { sessionId: late, absorbedSessionId: early });
    expect(merged).toMatchObject({ session: { id: late, status: 'OPEN' } });
    const entered = (merged['session'] as { enteredAt: string }).enteredAt;
    expect(Date.now() - Date.parse(entered)).toBeGreaterThan(119 * 60_000);
    const again = await correct(
      'mergeSessions',
      { sessionId: late, absorbedSessionId: early },
      attendant,
      obstacle,
    );
    expect(again).toMatchObject({ obstacle: 'ALREADY_MERGED' });
    const absorbed = await parking.data(
      'query ($id: ID!) { parkingSession(id: $id) { status end mergedInto { id } } }',
      { id: early },
      attendant,
    );
    expect(absorbed).toEqual({
      parkingSession: { status: 'MERGED', end: 'MERGED', mergedInto: { id: late } },
    });
    expect(await parking.leave({ sessionId: late })).toMatchObject({ __typename: 'VehicleLeft' });
    await expectConsistency(parking);
  });

  it('closes a session that was forgotten and frees its slot', async () => {
    const facilityId = await parking.carPark(1);
    const sessionId = await parked(facilityId, 'DDFO1', ago(300));
    const field = '... on InvalidInput { field } ... on SessionNotOpen { status }';
    const tooEarly = { sessionId, leftAt: ago(301).toISOString() };
    expect(await correct('closeForgottenSession', tooEarly, attendant, field)).toMatchObject({
      field: 'leftAt',
    });
    const leftAt = ago(200).toISOString();
    const closed = await correct('closeForgottenSession', { sessionId, leftAt });
    expect(closed).toMatchObject({ session: { status: 'CLOSED', leftAt, end: 'FORGOTTEN' } });
    expect(
      await correct('closeForgottenSession', { sessionId, leftAt }, attendant, field),
    ).toMatchObject({
      __typename: 'SessionNotOpen',
      status: 'CLOSED',
    });
    expect(await parking.park({ facilityId, registration: 'DDFO2' })).toMatchObject({
      __typename: 'VehicleParked',
    });
    await expectConsistency(parking);
  });

  it('notes a lost ticket once', async () => {
    const facilityId = await parking.carPark(1);
    const nobody = { facilityId, registration: 'DDLT1' };
    expect(await correct('lostTicket', nobody)).toMatchObject({ __typename: 'NotParked' });
    await parked(facilityId, 'DDLT1');
    expect(await correct('lostTicket', nobody, stranger)).toMatchObject({
      __typename: 'NotPermitted',
    });
    expect(await correct('lostTicket', nobody)).toMatchObject({ session: { lostTicket: true } });
    expect(await correct('lostTicket', nobody)).toMatchObject({ session: { lostTicket: true } });
    const rows = await parking.sql(`SELECT FROM session_correction WHERE kind = 'LOST_TICKET'`);
    expect(rows).toHaveLength(1);
  });

  it('keeps an audit trail that nobody changes', async () => {
    await expect(parking.sql('UPDATE session_correction SET reason = $1', ['x'])).rejects.toThrow(
      'never changed',
    );
    await expect(parking.sql('DELETE FROM session_correction')).rejects.toThrow('never changed');
  });
});
