// Loaded before a process of the product (`--import`): kills it at the point it was last told, as a power cut would.
// The product knows nothing of it. Plain JavaScript, because it runs beside the compiled program.
import { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Where to die and how many times to pass there before. */
let armed = null;

process.on('message', (message) => {
  if (typeof message?.failAt !== 'string') return;
  armed = { point: message.failAt, left: message.times ?? 1 };
  process.send?.({ type: 'armed', point: message.failAt });
});

function isReached(point) {
  if (armed?.point !== point) return false;
  armed.left -= 1;
  return armed.left <= 0;
}

function die() {
  process.kill(process.pid, 'SIGKILL');
}

/** Transactions that bring something into the record, by connection. */
const recording = new WeakSet();

const INSERTS_KEY = /^\s*insert into idempotency\b/;
const TAKES_TURN = /^\s*update feed_head\s+set recorded_at/;
/** The evaluation's worker notes how far it has followed, last of what a page of a feed brings. */
const FOLLOWS = /^\s*update feed_cursor set position/;
/** The worker keeps a department's lock receipt, stores the blocks of a sealed round, and closes the archive, in this order. */
const KEEPS_LOCK = /^\s*update value_lock set attempts/;
const STORES_BLOCK = /^\s*insert into archive_block\b/;
const SEALS = /^\s*update archive set state = 'SEALED'/;
const STAGES = /^\s*insert into staged_piece\b/;
const TELLS = /insert into change\b/;
const ATTESTS = /^\s*insert into "?[\w".]*receipt\b/i;

const send = pg.Client.prototype.query;

pg.Client.prototype.query = function query(...parameters) {
  const [text] = parameters;
  if (typeof text !== 'string') return send.apply(this, parameters);
  if (text === 'START TRANSACTION') {
    recording.delete(this);
    if (isReached('before-begin')) die();
  }
  if (TAKES_TURN.test(text) || FOLLOWS.test(text) || SEALS.test(text)) recording.add(this);
  const isCommit = text === 'COMMIT' && recording.has(this);
  if (isCommit && isReached('before-commit')) die();
  const running = send.apply(this, parameters);
  // Sent and not answered: what the server does with it is its own affair.
  if ((TELLS.test(text) || STORES_BLOCK.test(text)) && isReached('mid-insert')) setImmediate(die);
  if (STAGES.test(text) && isReached('mid-stage')) setImmediate(die);
  if ((ATTESTS.test(text) || KEEPS_LOCK.test(text)) && isReached('mid-receipt')) setImmediate(die);
  if (isCommit && isReached('mid-commit')) setImmediate(die);
  if (typeof running?.then !== 'function') return running;
  return running.then((answer) => {
    if (INSERTS_KEY.test(text) && isReached('after-key')) die();
    if (isCommit && isReached('after-commit')) die();
    return answer;
  });
};

const end = ServerResponse.prototype.end;

ServerResponse.prototype.end = function endResponse(chunk, ...rest) {
  if (this.req?.method !== 'POST') return end.call(this, chunk, ...rest);
  if (armed?.point === 'after-reply') this.once('finish', () => isReached('after-reply') && delay(2).then(die));
  const isText = typeof chunk === 'string' || Buffer.isBuffer(chunk);
  if (!isText || !isReached('mid-reply')) return end.call(this, chunk, ...rest);
  this.write(chunk.slice(0, Math.ceil(chunk.length / 2)), () => delay(2).then(die));
  return this;
};
