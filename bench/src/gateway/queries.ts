/** What is asked, from one field of one context to everything that hangs together. */
export const queries = {
  tiny: {
    query: 'query Tiny($id: ID!) { facility(id: $id) { id name } }',
    variables: { id: 'facility-7' },
  },
  medium: {
    query: `query Map($first: Int!) {
      facilities(first: $first) { id name city status latitude longitude occupancy { total free rate } }
    }`,
    variables: { first: 20 },
  },
  deep: {
    query: `query Everything($first: Int!) {
      facilities(first: $first) {
        ...Everything
        operator { ...Person remarks { ...Said facility { ...Place } } }
        nearby { ...Everything }
      }
    }
    fragment Everything on Facility {
      ...Place
      remarks { ...Said author { ...Person vehicles { ...Car } } }
      levels {
        name
        slots {
          number size isFree
          session {
            id enteredAt
            vehicle {
              ...Car
              owner { ...Person remarks { ...Said } }
              lastSessions { enteredAt facility { ...Place } }
            }
          }
        }
      }
    }
    fragment Place on Facility { id name city address status occupancy { total free rate } }
    fragment Person on Customer { id name email }
    fragment Car on Vehicle { registration make model colour }
    fragment Said on Remark { id text rating }`,
    variables: { first: 4 },
  },
} as const;
