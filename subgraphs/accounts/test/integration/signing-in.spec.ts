import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  goodPassword,
  runAccounts,
  type RunningAccounts,
  type Tokens,
} from '../support/running.js';

let accounts: RunningAccounts;
beforeAll(async () => {
  accounts = await runAccounts();
});
afterAll(() => accounts.stop());

const refreshed = `... on SessionRefreshed { tokens { accessToken refreshToken refreshTokenExpiresAt } }
  ... on SessionEnded { reason }`;

const refresh = (refreshToken: string) => accounts.call('refresh', { refreshToken }, refreshed);

describe('signing in', () => {
  it('refuses an unknown address and a wrong password in the same words', async () => {
    const { email } = await accounts.signUp();
    const wrong = await accounts.signIn(email, 'not the password');
    const unknown = await accounts.signIn('nobody-has-this@example.org', 'not the password');
    expect(wrong.__typename).toBe('WrongCredentials');
    expect(unknown).toEqual(wrong);
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    const took = async (email: string) => {
      const start = process.hrtime.bigint();
      await accounts.signIn(email, 'not the password');
      return Number(process.hrtime.bigint() - start) / 1e6;
    };
    // A busy machine makes any answer slow and none quick: the quickest of each tell, and more of them where in doubt.
    let [known, unknown] = [Infinity, Infinity];
    for (let round = 0; round < 12; round += 1) {
      const { email } = await accounts.signUp();
      known = Math.min(known, await took(email));
      unknown = Math.min(unknown, await took(`nobody-${round}@example.org`));
      if (round >= 4 && unknown > known / 2) break;
    }
    // A lookup that skipped the hash would be several times quicker.
    expect(unknown).toBeGreaterThan(known / 2);
  });

  it('blocks an address after five failures, says until when, and not other addresses', async () => {
    const { email } = await accounts.signUp();
    const other = await accounts.signUp();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await accounts.signIn(email, 'wrong password')).__typename).toBe('WrongCredentials');
    }
    const blocked = await accounts.signIn(email);
    expect(blocked).toMatchObject({ __typename: 'TooManyAttempts', retryAfterSeconds: 30 });
    expect((await accounts.signIn(other.email)).__typename).toBe('SignedIn');
    accounts.clock.advance(31);
    expect((await accounts.signIn(email)).__typename).toBe('SignedIn');
  });

  it('hears five of fifty guesses that come at once', async () => {
    const { email } = await accounts.signUp();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, guess) => accounts.signIn(email, `guess number ${guess}`)),
    );
    const heard = answers.filter(({ __typename }) => __typename === 'WrongCredentials');
    expect(heard).toHaveLength(5);
  });

  it('keeps the block over a restart', async () => {
    const { email } = await accounts.signUp();
    for (let attempt = 0; attempt < 5; attempt += 1) await accounts.signIn(email, 'wrong password');
    const restarted = await runAccounts({ databaseUrl: accounts.databaseUrl });
    try {
      const blocked = await restarted.signIn(email);
      expect(blocked.__typename).toBe('TooManyAttempts');
    } finally {
      await restarted.stop();
    }
  });

  it('makes everybody wait when too many addresses fail at once', async () => {
    const own = await runAccounts();
    try {
      const { email } = await own.signUp();
      await own.sql(
        `INSERT INTO sign_in_throttle (key, failures, window_started_at) VALUES ('all', 299, $1)`,
        [own.clock.now()],
      );
      await own.signIn('spray@example.org', 'one for many');
      expect((await own.signIn(email)).__typename).toBe('TooManyAttempts');
      own.clock.advance(61);
      expect((await own.signIn(email)).__typename).toBe('SignedIn');
    } finally {
      await own.stop();
    }
  });
});

describe('refreshing', () => {
  it('gives new tokens for the last ones', async () => {
    const { email } = await accounts.signUp();
    const first = await accounts.tokensOf(email);
    const second = await refresh(first.refreshToken);
    expect(second.__typename).toBe('SessionRefreshed');
    const third = await refresh((second['tokens'] as Tokens).refreshToken);
    expect(third.__typename).toBe('SessionRefreshed');
  });

  it('ends the whole session when a token is used again later', async () => {
    const { email, id } = await accounts.signUp();
    const first = await accounts.tokensOf(email);
    const second = await refresh(first.refreshToken);
    accounts.clock.advance(11);
    expect(await refresh(first.refreshToken)).toMatchObject({
      __typename: 'SessionEnded',
      reason: 'REUSED',
    });
    expect(await refresh((second['tokens'] as Tokens).refreshToken)).toMatchObject({
      __typename: 'SessionEnded',
      reason: 'REUSED',
    });
    const recorded = await accounts.audit('accounts.session.ended_for_reuse');
    expect(recorded.map(({ entity_id }) => entity_id)).toContain(id);
  });

  it('ends it at once when the successor has been used already', async () => {
    const { email } = await accounts.signUp();
    const first = await accounts.tokensOf(email);
    const second = await refresh(first.refreshToken);
    await refresh((second['tokens'] as Tokens).refreshToken);
    expect(await refresh(first.refreshToken)).toMatchObject({ reason: 'REUSED' });
  });

  it('lets two tabs refresh with one token at once, and hears no more than five', async () => {
    const { email } = await accounts.signUp();
    const first = await accounts.tokensOf(email);
    const two = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken)]);
    expect(two.map(({ __typename }) => __typename)).toEqual([
      'SessionRefreshed',
      'SessionRefreshed',
    ]);
    const tokens = two.map((answer) => (answer['tokens'] as Tokens).refreshToken);
    expect(new Set(tokens).size).toBe(2);

    const other = await accounts.tokensOf(email);
    const many = await Promise.all(Array.from({ length: 8 }, () => refresh(other.refreshToken)));
    const granted = many.filter(({ __typename }) => __typename === 'SessionRefreshed');
    expect(granted).toHaveLength(5);
    const [one] = granted.map((answer) => (answer['tokens'] as Tokens).refreshToken);
    expect(await refresh(one ?? '')).toMatchObject({
      reason: 'REUSED',
    });
  });

  it('ends after fourteen days without use', async () => {
    const { email } = await accounts.signUp();
    const { refreshToken } = await accounts.tokensOf(email);
    accounts.clock.advance(14 * 86_400 + 1);
    expect(await refresh(refreshToken)).toMatchObject({ reason: 'EXPIRED' });
  });

  it('refuses what was never a token', async () => {
    expect(await refresh('vr_nonsense')).toMatchObject({ reason: 'UNKNOWN' });
    expect(await refresh('')).toMatchObject({ reason: 'UNKNOWN' });
  });

  it('keeps no token, only its hash', async () => {
    const { email } = await accounts.signUp();
    const { refreshToken } = await accounts.tokensOf(email);
    const rows = await accounts.sql('SELECT * FROM refresh_token');
    expect(JSON.stringify(rows)).not.toContain(refreshToken.slice(3));
  });
});

describe('signing out', () => {
  it('ends the one session, and all of them when asked', async () => {
    const { email } = await accounts.signUp();
    const [phone, laptop, tablet] = [
      await accounts.tokensOf(email),
      await accounts.tokensOf(email),
      await accounts.tokensOf(email),
    ];
    await accounts.call('signOut', { refreshToken: phone.refreshToken });
    expect(await refresh(phone.refreshToken)).toMatchObject({ reason: 'REVOKED' });
    expect((await refresh(laptop.refreshToken)).__typename).toBe('SessionRefreshed');
    await accounts.call('signOut', { refreshToken: laptop.refreshToken, everywhere: true });
    expect(await refresh(tablet.refreshToken)).toMatchObject({ reason: 'REVOKED' });
  });

  it('ends all of them when five sessions ask for it while they are refreshed', async () => {
    const { email, id } = await accounts.signUp();
    const sessions: Tokens[] = [];
    for (let device = 0; device < 5; device += 1) sessions.push(await accounts.tokensOf(email));
    await Promise.all(
      sessions.flatMap(({ refreshToken }) => [
        accounts.call('signOut', { refreshToken, everywhere: true }),
        refresh(refreshToken),
      ]),
    );
    const open = await accounts.sql(
      'SELECT 1 FROM session WHERE account_id = $1 AND ended_at IS NULL',
      [id],
    );
    expect(open).toEqual([]);
  });

  it('ends the oldest session by itself when there would be more than twenty', async () => {
    const { email } = await accounts.signUp();
    const first = await accounts.tokensOf(email);
    const second = await accounts.tokensOf(email);
    accounts.clock.advance(1);
    for (let device = 0; device < 19; device += 1) await accounts.tokensOf(email);
    expect(await refresh(first.refreshToken)).toMatchObject({ reason: 'REVOKED' });
    expect((await refresh(second.refreshToken)).__typename).toBe('SessionRefreshed');
  });

  it('says the same when there was no session', async () => {
    expect((await accounts.call('signOut', { refreshToken: 'vr_none' })).__typename).toBe(
      'SignedOut',
    );
  });
});

describe('changing the password', () => {
  const changed =
    '... on PasswordChanged { tokens { refreshToken } } ... on WeakPassword { brokenRules }';

  it('ends all sessions and begins a new one', async () => {
    const person = await accounts.signUp();
    const before = await accounts.tokensOf(person.email);
    const answered = await accounts.call(
      'changePassword',
      { currentPassword: goodPassword, newPassword: 'staple battery horse' },
      changed,
      person,
    );
    expect(answered.__typename).toBe('PasswordChanged');
    expect(await refresh(before.refreshToken)).toMatchObject({ reason: 'REVOKED' });
    const { refreshToken } = answered['tokens'] as Tokens;
    expect((await refresh(refreshToken)).__typename).toBe('SessionRefreshed');
    expect((await accounts.signIn(person.email)).__typename).toBe('WrongCredentials');
    expect((await accounts.signIn(person.email, 'staple battery horse')).__typename).toBe(
      'SignedIn',
    );
  });

  it('refuses a wrong current password, a weak new one, and too many guesses', async () => {
    const person = await accounts.signUp();
    const change = (currentPassword: string, newPassword: string) =>
      accounts.call('changePassword', { currentPassword, newPassword }, changed, person);
    expect((await change('wrong password', 'staple battery horse')).__typename).toBe(
      'WrongCredentials',
    );
    expect(await change(goodPassword, 'qwertz1234')).toMatchObject({
      __typename: 'WeakPassword',
      brokenRules: ['TOO_COMMON'],
    });
    for (let guess = 0; guess < 4; guess += 1)
      await change('wrong password', 'staple battery horse');
    expect((await change(goodPassword, 'staple battery horse')).__typename).toBe('TooManyAttempts');
  });
});
