import { describe, expect, it } from 'vitest';
import { WaitingRoom } from './waiting-room.ts';

describe('a waiting room', () => {
  it('lets all go on at once when they are woken, and who comes later waits again', async () => {
    const room = new WaitingRoom();
    const both = Promise.all([room.wait(60_000), room.wait(60_000)]);
    room.wake();
    await both;
    expect(await Promise.race([room.wait(60_000).then(() => 'woken'), Promise.resolve('waiting')])).toBe('waiting');
    room.release();
  });

  it('lets go on after the time at the latest', async () => {
    await new WaitingRoom().wait(1);
  });

  it('lets nobody wait once it is released', async () => {
    const room = new WaitingRoom();
    const before = room.wait(60_000);
    room.release();
    await before;
    await room.wait(60_000);
    expect(room.isReleased).toBe(true);
  });
});
