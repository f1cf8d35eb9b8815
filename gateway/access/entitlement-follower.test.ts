import { describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observability/logger.ts';
import { type EntitlementChanges, EntitlementFollower } from './entitlement-follower.ts';

const log = createLogger('test', 'silent');

/** A hub that answers what it is told to, one after the other, and then lets wait. */
function aFollower(answers: readonly (EntitlementChanges | Error)[]) {
  const asked: number[] = [];
  const forgotten: (readonly string[] | null)[] = [];
  let follower: EntitlementFollower | undefined;
  const isDone = new Promise<void>((done) => {
    const source = {
      changesSince: async (version: number): Promise<EntitlementChanges> => {
        const answer = answers[asked.length];
        asked.push(version);
        if (answer === undefined) {
          done();
          return new Promise(() => undefined);
        }
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
    follower = new EntitlementFollower({
      source,
      forget: (subjects) => void forgotten.push(subjects),
      log,
      retryMs: 1,
    });
    follower.start();
  });
  return { asked, forgotten, isDone, close: () => follower?.close() };
}

describe('following entitlements', () => {
  it('forgets those who changed, everybody where the hub cannot say, and nobody when nothing did', async () => {
    const { asked, forgotten, isDone } = aFollower([
      { version: 7, subjects: null },
      { version: 7, subjects: [] },
      { version: 9, subjects: ['a', 'b'] },
    ]);
    await isDone;
    expect(asked).toEqual([0, 7, 7, 9]);
    expect(forgotten).toEqual([null, ['a', 'b']]);
  });

  it('goes on where it was when the hub was away', async () => {
    const away = new Error('hub is away');
    const { asked, forgotten, isDone } = aFollower([
      { version: 3, subjects: [] },
      away,
      away,
      { version: 5, subjects: ['a'] },
    ]);
    await isDone;
    expect(asked).toEqual([0, 3, 3, 3, 5]);
    expect(forgotten).toEqual([[], ['a']]);
  });

  it('forgets everybody when the hub’s history is another one', async () => {
    const { forgotten, isDone } = aFollower([
      { version: 9, subjects: [] },
      { version: 2, subjects: null },
    ]);
    await isDone;
    expect(forgotten).toEqual([[], null]);
  });
});
