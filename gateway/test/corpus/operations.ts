import type { Case } from './compare.js';

/** Operations of the corpus, by what they are about. */
export const operations: Readonly<Record<string, Case>> = {
  'a root field': { query: '{ version }' },
  'root typename': { query: '{ __typename t: __typename version }' },
  'only a typename': { query: '{ __typename }' },
  'an object': { query: '{ me { id name nick age address { city street } } }' },
  'a null object': { query: '{ product(id: "none") { id name } }' },
  'a missing entity field': {
    query: '{ product(id: "b2") { id name ... on Book { amount pages size } } }',
  },
  'parallel root fields': {
    query: '{ me { name } warehouses { code city } version reviews { rating } }',
  },
  'a list of interfaces': {
    query: '{ products(first: 5) { __typename id name price { amount currency } } }',
  },
  'fragments on an interface': {
    query: `{ products(first: 5) { id ... on Book { isbn title cover } ... on Gadget { voltage } ...N } }
      fragment N on Node { nodeId: id }`,
  },
  'a fragment on an interface that not all implement': {
    query: '{ node(id: "g1") { id ... on Product { name ... on Gadget { voltage } } } }',
  },
  'a union with holes': {
    query: `{ find(text: "x") { __typename ... on Product { name } ... on Brand { brand: name country { code } } ... on Book { title } } }`,
  },
  'a union and another subgraph': {
    query: `{ find { ... on Book { amount shipping } ... on Gadget { amount fragile } ... on Brand { owner { name } } } }`,
  },
  'lists of lists': { query: '{ shelves { id name } strictShelves { __typename name } }' },
  'lists of lists into another subgraph': {
    query:
      '{ shelves { id score ... on Book { amount } ... on Gadget { amount warehouse { city } } } }',
  },
  'nested lists of lists': { query: '{ gadgets { parts { label spare { name fragile } } } }' },
  'requires a nested object': { query: '{ products(first: 5) { id ... on Book { shipping } } }' },
  'requires with arguments and aliases': {
    query: `query($c: String) { products(first: 5) { ... on Book { de: shipping(country: "DE") other: shipping(country: $c) } ... on Gadget { shipping } } }`,
    variables: { c: 'FR' },
  },
  'requires over an interface object': { query: '{ products(first: 4) { name bargain } }' },
  'requires across two subgraphs': {
    query: '{ reviews { author { title } writer { title(formal: true) } } }',
  },
  provides: { query: '{ reviews { author { name } writer { name } } }' },
  'provides on a concrete type': { query: '{ featured { id ... on Book { stocked } } }' },
  'an entity by another key': { query: '{ warehouses { code keeper { name email age } } }' },
  'an entity through two keys': {
    query: '{ warehouses { keeper { name karma reviews { body } } } }',
  },
  'a compound key': { query: '{ brands { name country { code name } slogan owner { name } } }' },
  'keys there and back': {
    query: '{ me { warehouses { code holds { id amount } } reviews { product { name } } } }',
  },
  'an interface object at the root': { query: '{ praised { id score } }' },
  'an interface object made concrete': {
    query: '{ praised { __typename name ... on Book { title amount } ... on Gadget { voltage } } }',
  },
  'a field of an interface object on a concrete type': {
    query: '{ book(isbn: "i1") { title score reviews { body rating } } }',
  },
  'an interface object under a review': {
    stockIndexIsOff: true,
    query: '{ reviews { product { __typename name ... on Gadget { voltage fragile } score } } }',
  },
  'the same field on two types': {
    query: '{ products(first: 5) { ... on Book { size } ... on Gadget { size } } }',
  },
  'the same field on two types, nested': {
    query:
      '{ brands { products { ... on Gadget { size dimensions { height } } ... on Book { size } } } }',
  },
  'an overridden field': {
    query: '{ book(isbn: "i1") { pages title } products { ... on Book { pages } } }',
  },
  'clashing aliases': {
    query: `{ me { a: name b: nick id: email email: id } other: me { name: nick nick: name } }`,
  },
  'aliases named as keys': { query: '{ reviews { author { id: name name: id karma } } }' },
  'aliases along a path': {
    query:
      '{ all: reviews { by: author { called: name mine: reviews { of: product { n: name } } } } }',
  },
  'fields merged from fragments': {
    query: `{ me { ...A address { street } ...B } } fragment A on Person { address { city } name } fragment B on Person { name id address { city } }`,
  },
  'nested fragments': {
    query: `{ ...Q } fragment Q on Query { me { ...P } products { ...X } } fragment P on Person { name friends { name manager { name } } } fragment X on Product { ... on Book { ...Y } name } fragment Y on Book { title reviews { rating } }`,
  },
  'the order of the client': {
    query: '{ version me { nick id name } brands { slogan name } __typename }',
  },
  'include true': {
    query: 'query($x: Boolean!) { me { name karma @include(if: $x) } }',
    variables: { x: true },
  },
  'include false': {
    query: 'query($x: Boolean!) { me { name karma @include(if: $x) } }',
    variables: { x: false },
  },
  'skip by default': {
    query: 'query($x: Boolean = true) { me { name karma @skip(if: $x) } version @skip(if: $x) }',
  },
  'skip and include together': {
    query: `query($x: Boolean!, $y: Boolean!) { me { name ... @skip(if: $x) { karma reviews @include(if: $y) { body } } } }`,
    variables: { x: false, y: true },
  },
  'nothing left': {
    query: 'query($x: Boolean!) { me @include(if: $x) { name } version @skip(if: $x) }',
    variables: { x: false },
  },
  'an empty object': {
    query: 'query($x: Boolean!) { me { name @include(if: $x) } }',
    variables: { x: false },
  },
  'conditions on fragments': {
    query: `query($x: Boolean!, $y: Boolean!) { products { ...F @include(if: $x) ... on Gadget @skip(if: $y) { fragile } } } fragment F on Product { score name }`,
    variables: { x: true, y: false },
  },
  'a condition around a chain': {
    query: `query($x: Boolean!) { reviews { id author @include(if: $x) { email warehouses { code keeper { name } } } } }`,
    variables: { x: true },
  },
  'constant conditions': {
    query: '{ me { name @skip(if: true) id @include(if: true) karma @include(if: false) } }',
  },
  'variables of inputs': {
    query: 'query($i: EchoInput!) { echo(input: $i) }',
    variables: { i: { text: 'a"b', tags: ['x', 'y'], inner: { times: 3 } } },
  },
  'defaults of variables': {
    query:
      'query($n: Int = 2, $t: String) { products(first: $n) { id } find(text: $t) { __typename } }',
  },
  'a custom scalar': { query: '{ products(first: 5) { ... on Book { extra } } }' },
  'text that must be escaped': {
    query: '{ brands { slogan } products(first: 5) { name ... on Book { title } } }',
  },
  'an enum value that clients do not know': {
    query: '{ products(first: 5) { ... on Book { id cover } } }',
  },
  'deep and wide': {
    query: `{ reviews(first: 5) { author { name friends { name reviews { product { name brand { name owner { name karma } } ... on Book { amount shipping warehouse { keeper { name } } } } } } } } }`,
  },
  'the same entities on two paths': {
    query:
      '{ a: reviews { author { karma email } } b: reviews { writer { karma email } } me { karma } }',
  },
  'the same entities on two paths, further on': {
    query: `{ products { reviews { author { email manager { name } } } } reviews { writer { email manager { name } } } }`,
  },
  'a way back to the root': {
    query:
      'mutation { befriend(id: "p1", friend: "p2") { person { name } query { me { id } version reviews { rating } } } }',
  },
  'mutations in sequence': {
    query: `mutation { one: addBook(title: "x") { title amount } two: addReview(product: "g1", body: "y") { body product { name } } three: rename(id: "b1", name: "z") { name } log }`,
  },
  'a mutation that fails': {
    query: `mutation { forget(id: "p1") rename(id: "b1", name: "forbidden") { name } log }`,
  },
  'a field that fails': { query: '{ people(ids: ["p1", "p2", "p3"]) { name secret } }' },
  'an entity field that fails': {
    stockIndexIsOff: true,
    query: '{ products(first: 5) { id ... on Gadget { fragile } } }',
  },
  'an entity field that fails, without holes': { query: '{ gadgets { fragile name } }' },
  'entities that cannot be loaded': { query: '{ reviews(first: 5) { id author { email } } }' },
  'entities that cannot be loaded, twice': {
    query: '{ reviews(first: 5) { author { email nick } writer { x: email } } }',
  },
  'entities that are gone': {
    query: '{ warehouses { keeper { name } } reviews { writer { nick } } }',
  },
  'null where none may be': { query: '{ fault(kind: "null") { here never } }' },
  'null in lists': { query: '{ fault(kind: "null") { numbers here } }' },
  'null in strict lists': { query: '{ fault(kind: "null") { strictNumbers } version }' },
  'failures inside': {
    query: '{ fault(kind: "x") { here inner { never } others { never here } holes { never } } }',
  },
  'a failure that rises': { query: '{ fault(kind: "x") { here strictInner { never } } }' },
  'a missing strict field of another subgraph': {
    query: '{ reviews(first: 5) { writer { id name } } }',
  },
  'a subgraph that is down': {
    query: '{ me { name karma } reviews { rating } version }',
    down: ['reviews'],
  },
  'an entity subgraph that is down': {
    query: '{ products { name ... on Book { amount } } }',
    down: ['stock'],
  },
  'a subgraph in the middle that is down': {
    query: '{ warehouses { code keeper { name karma } } }',
    down: ['people'],
  },
  'everything down': { query: '{ me { name } version }', down: ['people', 'catalogue'] },
  introspection: { query: '{ __schema { queryType { name } types { name kind } } }' },
  'introspection of a type': {
    query:
      'query($n: String!) { __type(name: $n) { name fields { name type { ...T } } } } fragment T on __Type { name kind ofType { name } }',
    variables: { n: 'Book' },
  },
  'introspection beside data': {
    query: '{ me { name } __type(name: "Cover") { enumValues { name } } version }',
  },
  'names that objects inherit': {
    query:
      '{ constructor: version me { toString: name hasOwnProperty: nick } product(id: "none") { valueOf: id } }',
  },
  'names that objects inherit, missing': {
    query: '{ constructor: me { toString: karma valueOf: name } }',
    down: ['reviews'],
  },
};
