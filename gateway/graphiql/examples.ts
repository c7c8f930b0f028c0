/** What the page opens with: one tab each, a way through the first journey. */
export interface Example {
  readonly query: string;
  readonly variables?: string;
  readonly headers?: string;
}

/** Shown where an example needs somebody who signed in. */
const signInFirst = JSON.stringify({ authorization: 'Bearer <accessToken of SignIn>' }, null, 2);

const variables = (values: object): string => JSON.stringify(values, null, 2);

/** @param facilityId the facility that the examples are about; empty when there is none yet */
export const examplesFor = (facilityId: string): readonly Example[] => [
  {
    query: `# Everybody may see the map.
query Map {
  facilities(first: 10) {
    edges {
      node {
        id
        name
        status
        isOpen
        position {
          latitude
          longitude
        }
        occupancy {
          totals {
            free
            total
          }
          rate
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Put the access token into the headers of the tabs that need one:
# { "authorization": "Bearer …" }
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignedIn {
      tokens {
        accessToken
        accessTokenExpiresAt
      }
      me {
        id
        roles
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
    variables: variables({ input: { email: 'see the console of npm start', password: '' } }),
  },
  {
    query: `# Runs until you stop it: a snapshot first, then every change.
# Park a car in another window of this page meanwhile.
subscription Availability($facilityId: ID!) {
  slotAvailability(facilityId: $facilityId) {
    kind
    at
    totals {
      free
      total
    }
    changedSlot {
      number
      status
    }
    facility {
      name
    }
    cursor
  }
}
`,
    variables: variables({ facilityId }),
  },
  {
    query: `mutation Park($input: ParkVehicleInput!) {
  parkVehicle(input: $input) {
    __typename
    ... on VehicleParked {
      slot {
        number
        level {
          name
        }
      }
      session {
        id
        enteredAt
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
    variables: variables({
      input: {
        facilityId,
        registration: 'DD VP 2026',
        size: 'STANDARD',
        isElectric: false,
        idempotencyKey: 'park-1',
      },
    }),
    headers: signInFirst,
  },
  {
    query: `mutation Leave($input: LeaveFacilityInput!) {
  leaveFacility(input: $input) {
    __typename
    ... on VehicleLeft {
      session {
        duration
        leftAt
      }
    }
    ... on Refusal {
      message
    }
  }
}
`,
    variables: variables({ input: { registration: 'DD VP 2026', idempotencyKey: 'leave-1' } }),
    headers: signInFirst,
  },
  {
    query: `# Answered by accounts, parking and facilities together.
query WhoseCar($registration: String!) {
  vehicle(registration: $registration) {
    registrationAsWritten
    owner {
      displayName
    }
    currentSession {
      enteredAt
      slot {
        number
      }
      facility {
        name
      }
    }
  }
}
`,
    variables: variables({ registration: 'DD VP 2026' }),
    headers: signInFirst,
  },
];
