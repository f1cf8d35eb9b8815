import { expect, it } from 'vitest';
import { type DemoRequest, resolveDemoMode } from './installation-state.ts';

const fresh: DemoRequest = { requested: undefined, recorded: null, hasMarker: false, isProduction: false };
const mode = (change: Partial<DemoRequest>) => resolveDemoMode({ ...fresh, ...change });

it('shows the demo at a first start, and nothing in production', () => {
  expect(mode({})).toBe('on');
  expect(mode({ isProduction: true })).toBe('off');
});

it('keeps the nature of the data folder when nothing is asked', () => {
  expect(mode({ recorded: 'off' })).toBe('off');
  expect(mode({ recorded: 'national', hasMarker: true })).toBe('national');
});

it('adds the provinces to a demo but never takes them away', () => {
  expect(mode({ recorded: 'on', hasMarker: true, requested: 'national' })).toBe('national');
  expect(mode({ recorded: 'national', hasMarker: true, requested: 'on' })).toBe('national');
});

it('refuses demo data in production, however it shows', () => {
  expect(() => mode({ isProduction: true, hasMarker: true })).toThrow('NODE_ENV=production refuses it');
  expect(() => mode({ isProduction: true, recorded: 'on' })).toThrow('NODE_ENV=production refuses it');
  expect(() => mode({ isProduction: true, requested: 'on' })).toThrow('Set HUB_DEMO=off');
  expect(mode({ isProduction: true, requested: 'off' })).toBe('off');
});

it('never mixes made-up figures into real ones, nor passes them for real', () => {
  expect(() => mode({ recorded: 'off', requested: 'on' })).toThrow('mix made-up figures in');
  expect(() => mode({ recorded: 'on', hasMarker: true, requested: 'off' })).toThrow('needs an empty one');
});
