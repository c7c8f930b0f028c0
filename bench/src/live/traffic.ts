import type { RunningStack } from '@voltpark/stack';
import { Pool } from 'undici';

interface Answer {
  readonly data?: Readonly<Record<string, { readonly __typename: string } | null>> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Changes under way at once; more would only queue up. */
const inFlight = 12;

/** For one change. */
const attempts = 50;

/** Cars that come and go at one facility, by real mutations through the gateway. */
export class Traffic {
  readonly #pool: Pool;
  readonly #tokens: string[] = [];
  #cars = 0;
  readonly #inside: string[] = [];

  constructor(
    private readonly stack: RunningStack,
    private readonly facilityId: string,
  ) {
    this.#pool = new Pool(stack.url, { connections: 16 });
  }

  /** Signs in the demo's staff, who take turns: one person may not do a hundred things a second for long. */
  async signIn(): Promise<void> {
    const staff = this.stack.demo?.accounts.filter(({ role }) => role !== 'DRIVER') ?? [];
    for (const { email, password } of staff) {
      const input = JSON.stringify({ email, password }).replace(/"(\w+)":/g, '$1:');
      const answer = await this.#send(
        `mutation { signIn(input: ${input}) { __typename ... on SignedIn { tokens { accessToken } } } }`,
      );
      const signedIn = answer.data?.['signIn'] as
        { readonly tokens?: { readonly accessToken: string } } | undefined;
      if (signedIn?.tokens) this.#tokens.push(signedIn.tokens.accessToken);
    }
    if (this.#tokens.length === 0) throw new Error('Nobody of the demo’s staff could sign in.');
  }

  /**
   * Makes changes at a pace, as far as the machine keeps up; each changes one slot.
   * @returns changes a second, as it went
   */
  async run(changes: number, perSecond: number): Promise<number> {
    const began = performance.now();
    const going = new Set<Promise<void>>();
    for (let begun = 0; begun < changes;) {
      const due = Math.min(((performance.now() - began) * perSecond) / 1000, changes);
      while (begun < due && going.size < inFlight) {
        const change = this.#change(begun);
        begun += 1;
        going.add(change);
        void change.then(
          () => going.delete(change),
          () => undefined,
        );
      }
      // A failed change stays among those that are going, and is thrown here or at the end.
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 1)), ...going]);
    }
    await Promise.all(going);
    return (changes * 1000) / (performance.now() - began);
  }

  /** By turns: one comes, and one who has been inside for a while leaves. */
  async #change(index: number): Promise<void> {
    const leaving = index % 2 === 1 && this.#inside.length > 20 ? this.#inside.shift() : undefined;
    if (leaving === undefined) {
      this.#cars += 1;
      const registration = `DD-B ${1_000 + this.#cars}`;
      const input = {
        facilityId: this.facilityId,
        registration,
        size: 'STANDARD',
        isElectric: false,
      };
      await this.#must('parkVehicle', 'ParkVehicleInput', 'VehicleParked', input, index);
      this.#inside.push(registration);
      return;
    }
    const input = { registration: leaving };
    await this.#must('leave', 'LeaveInput', 'VehicleLeft', input, index);
  }

  async #must(
    field: string,
    type: string,
    wanted: string,
    input: object,
    index: number,
  ): Promise<void> {
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on Refusal { message } } }`;
    const idempotencyKey = `bench-${process.pid}-${index}-${Date.now()}`;
    const token = this.#tokens[index % this.#tokens.length];
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(query, { input: { ...input, idempotencyKey } }, token);
      if (answer.data?.[field]?.__typename === wanted) return;
      if (answer.errors === undefined || attempt === attempts)
        throw new Error(JSON.stringify(answer));
      // Turned away by an overloaded machine, or too late: the key makes asking again harmless.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async #send(query: string, variables: object = {}, token?: string): Promise<Answer> {
    const { body } = await this.#pool.request({
      path: '/graphql',
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    return (await body.json()) as Answer;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
