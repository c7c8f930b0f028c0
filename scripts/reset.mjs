// `npm run reset`: forgets all data of `npm start`.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { say } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const data = process.env.VOLTPARK_DATA ?? `${root}/.data`;
const elsewhere = `${data}/postgres/ELSEWHERE`;
// Where the database's user cannot reach the clone, its data stand elsewhere, and this file says where.
if (existsSync(elsewhere))
  rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
rmSync(data, { recursive: true, force: true });
say(`${data} is empty`);
