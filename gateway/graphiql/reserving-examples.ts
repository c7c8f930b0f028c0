import { type Example, json, signInFirst } from './example.js';

const free = `# When could I book, on which terms, and what would it cost?
query Bookable($facilityId: ID!, $window: ReservationAvailabilityInput!) {
  facility(id: $facilityId) {
    nextReservationWindow {
      startsAt
      endsAt
    }
  }
  reservationAvailability(input: $window) {
    isAvailable
    freeSlots
    obstacle
    estimate {
      total {
        amount
        currency
      }
    }
    terms {
      cancelUntilMinutes
      noShowMinutes
    }
  }
}
`;

const book = `# Holds a slot. It is yours once it is confirmed, and free again if you do not.
mutation Book($input: CreateReservationInput!) {
  createReservation(input: $input) {
    __typename
    ... on ReservationCreated {
      reservation {
        id
        slotNumber
        holdExpiresAt
      }
    }
    ... on SlotUnavailable {
      nextWindow {
        startsAt
        endsAt
      }
    }
    ... on Refusal {
      message
    }
  }
}
`;

const confirm = `mutation Confirm($input: ConfirmReservationInput!) {
  confirmReservation(input: $input) {
    __typename
    ... on ReservationConfirmed {
      reservation {
        confirmationCode
        arrivalFrom
        arrivalUntil
        freeCancellationUntil
      }
    }
    ... on Refusal {
      message
    }
  }
}
`;

const updates = `# Runs until you stop it: confirmed, opened, fulfilled or given up.
subscription Updates($reservationId: ID!) {
  reservationUpdates(reservationId: $reservationId) {
    status
    reservation {
      slotNumber
      charges {
        description
        amount {
          amount
        }
      }
    }
    cursor
  }
}
`;

const told = `# What you are told, as it comes: in your language, with how many you have not read.
# Staff hears of the alerts of its tenant here.
subscription Told {
  notifications {
    kind
    unread
    notice {
      id
      kind
      title
      text
    }
    cursor
  }
}
`;

const quiet = `# Text and push messages wait for the morning.
mutation Quiet($hours: SetQuietHoursInput!, $wish: SetNotificationPreferenceInput!) {
  setQuietHours(input: $hours) {
    __typename
  }
  setNotificationPreference(input: $wish) {
    __typename
    ... on NotificationPreferencesSet {
      preferences {
        quietHours {
          from
          until
        }
      }
    }
    ... on Refusal {
      message
    }
  }
}
`;

/** From a free window to the notice of it. Ids come from the answers before. */
export function reservingExamples(
  facilityId: string,
  registration: string,
  now: Date,
): readonly Example[] {
  const hour = 3_600_000;
  const next = Math.ceil(now.getTime() / hour) * hour;
  const window = {
    facilityId,
    startsAt: new Date(next + hour).toISOString(),
    endsAt: new Date(next + 3 * hour).toISOString(),
  };
  const wish = { kind: 'CHARGE_REACHED', channel: 'EMAIL', isWanted: true };
  const hours = { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' };
  const headers = signInFirst;
  return [
    { query: free, variables: json({ facilityId, window }) },
    {
      query: book,
      variables: json({ input: { ...window, registration, idempotencyKey: 'book-1' } }),
      headers,
    },
    { query: confirm, variables: json({ input: { reservationId: '<from Book>' } }), headers },
    { query: updates, variables: json({ reservationId: '<from Book>' }), headers },
    { query: told, headers },
    { query: quiet, variables: json({ hours: { hours }, wish }), headers },
  ];
}
