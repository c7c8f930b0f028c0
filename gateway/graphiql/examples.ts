import { chargingExamples } from './charging-examples.js';
import { json, signInFirst, type Example } from './example.js';
import { overviewExamples } from './overview-examples.js';
import { reservingExamples } from './reserving-examples.js';

const map = `# Everybody may see the map.
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
`;

const signIn = `# Put the access token into the headers of the tabs that need one:
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
`;

const availability = `# Runs until you stop it: a snapshot first, then every change.
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
`;

const park = `mutation Park($input: ParkVehicleInput!) {
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
`;

const leave = `mutation Leave($input: LeaveInput!) {
  leave(input: $input) {
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
`;

const whoseCar = `# Answered by accounts, parking and facilities together.
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
`;

/**
 * What the page opens with: one tab each, a way through the first journey, from plug to paid invoice, a reservation,
 * and what shows everything at once.
 * @param facilityId the facility that the examples are about; empty when there is none yet
 * @param now windows and days in the examples are around it
 */
export function examplesFor(facilityId: string, now: Date): readonly Example[] {
  const registration = 'DD VP 2026';
  const parked = {
    facilityId,
    registration,
    size: 'STANDARD',
    isElectric: true,
    idempotencyKey: 'park-1',
  };
  const left = { registration, idempotencyKey: 'leave-1' };
  const credentials = { email: 'see the console of npm start', password: '' };
  return [
    { query: map },
    { query: signIn, variables: json({ input: credentials }) },
    { query: availability, variables: json({ facilityId }) },
    { query: park, variables: json({ input: parked }), headers: signInFirst },
    { query: whoseCar, variables: json({ registration }), headers: signInFirst },
    ...chargingExamples(facilityId, registration),
    { query: leave, variables: json({ input: left }), headers: signInFirst },
    ...reservingExamples(facilityId, registration, now),
    ...overviewExamples(facilityId, now),
  ];
}
