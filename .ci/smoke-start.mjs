// Starts the built product with the given Node in a new data folder, asks one question, stops it.
// Usage: node .ci/smoke-start.mjs <node binary> <data folder>
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const READY_WITHIN_MS = 240_000;
const STOPPED_WITHIN_MS = 60_000;

const QUESTION = `query Smoke($code: String!, $year: Int!) {
  memberUnits { code name }
  subject(code: $code) { name evaluation(year: $year) { score { value low high isComplete } } }
}`;

const [node, dataFolder] = process.argv.slice(2);
if (node === undefined || dataFolder === undefined)
  throw new Error('usage: smoke-start.mjs <node binary> <data folder>');

const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const hub = spawn(node, ['dist/shared/topology/start.js'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, HUB_DATA: dataFolder, HUB_PORT: String(port), HUB_DEMO: 'on', NODE_ENV: '' },
});
const ended = once(hub, 'exit');
let said = '';
hub.stdout.setEncoding('utf8').on('data', (text) => {
  said += text;
  process.stdout.write(text);
});

try {
  process.stdout.write(`smoke start: ${await untilAnswered()}\n`);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`smoke start: ${error instanceof Error ? error.message : String(error)}\n`);
}
await stop();

/** The processes come up one after the other: the question counts as answered when nothing of it is missing. */
async function untilAnswered() {
  const deadline = Date.now() + READY_WITHIN_MS;
  let lacking = 'nothing was tried';
  while (Date.now() < deadline) {
    if (hub.exitCode !== null) throw new Error(`ended with ${hub.exitCode} before it answered`);
    if (said.includes('✗')) throw new Error('a step of the start failed');
    const answer = await ask().catch((error) => ({ lacking: String(error.cause ?? error) }));
    // The start is over when it has said where to ask: demo data comes after the gateway.
    const isOver = said.includes(`${address}/graphql`);
    if (isOver && answer.lacking === undefined) return answer.text;
    lacking = answer.lacking ?? 'the start is not over';
    await delay(500);
  }
  throw new Error(`no whole answer within ${READY_WITHIN_MS / 1000} s: ${lacking}`);
}

async function leadToken() {
  const text = await readFile(join(dataFolder, 'tokens.json'), 'utf8').catch(() => null);
  return text === null ? null : JSON.parse(text).lead;
}

async function ask() {
  const token = await leadToken();
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: QUESTION, variables: { code: '110106', year: 2025 } }),
  });
  const { data, errors } = await response.json();
  const units = data?.memberUnits?.length ?? 0;
  const score = data?.subject?.evaluation?.score;
  if (response.status === 200 && !errors && units > 0 && score) {
    return { text: `${units} member units, score ${JSON.stringify(score)}` };
  }
  return { lacking: `HTTP ${response.status}: ${JSON.stringify({ data, errors }).slice(0, 2_000)}` };
}

async function stop() {
  if (hub.exitCode !== null) return;
  hub.kill('SIGTERM');
  const outcome = await Promise.race([ended, delay(STOPPED_WITHIN_MS, null, { ref: false })]);
  if (outcome === null) hub.kill('SIGKILL');
  const [code] = outcome ?? ['no exit'];
  if (code === 0) return;
  process.exitCode = 1;
  process.stderr.write(`smoke start: stopping ended with ${code}\n`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address.port;
}
