import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LaunchError } from './launch-error.ts';
import { readFileOrNull, writePrivateFile } from '../config/private-file.ts';

export type DemoMode = 'on' | 'off' | 'national';

const stateSchema = z.object({
  demo: z.enum(['on', 'off', 'national']),
  /** What the loader has finished: `national` includes `on`. */
  demoLoaded: z.enum(['on', 'national']).nullable(),
});
export type InstallationState = z.infer<typeof stateSchema>;

const MARKER_TEXT = `The figures in this data folder are made up (演示数据). Production mode refuses it.\n`;

const RESTORING_TEXT = `A restore was begun here and did not end. Delete this data folder (or its databases) and restore again.\n`;

export interface DemoRequest {
  readonly requested: DemoMode | undefined;
  readonly recorded: DemoMode | null;
  readonly hasMarker: boolean;
  readonly isProduction: boolean;
}

/**
 * Which demo mode holds. A data folder keeps the nature of its first start: made-up figures never
 * get into a real one, and a demo one never passes for real.
 */
export function resolveDemoMode({ requested, recorded, hasMarker, isProduction }: DemoRequest): DemoMode {
  const isDemoFolder = hasMarker || (recorded !== null && recorded !== 'off');
  if (isProduction && isDemoFolder) {
    throw new LaunchError(
      'This data folder holds demo data; NODE_ENV=production refuses it. Set HUB_DATA to another folder.',
    );
  }
  if (isProduction && requested !== undefined && requested !== 'off') {
    throw new LaunchError(`HUB_DEMO=${requested} is refused with NODE_ENV=production. Set HUB_DEMO=off.`);
  }
  if (isProduction) return 'off';
  if (requested === undefined) return recorded ?? 'on';
  if (recorded === 'off' && requested !== 'off') {
    throw new LaunchError(
      `This data folder was started without demo data; HUB_DEMO=${requested} would mix made-up figures in. Set HUB_DATA to another folder.`,
    );
  }
  if (isDemoFolder && requested === 'off') {
    throw new LaunchError(
      'This data folder holds demo data; HUB_DEMO=off needs an empty one. Set HUB_DATA to another folder.',
    );
  }
  return recorded === 'national' ? 'national' : requested;
}

/** What is known of an installation from start to start, in `state.json` beside the marker `DEMO`. */
export class InstallationRecord {
  private readonly dataFolder: string;

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
  }

  get hasMarker(): boolean {
    return existsSync(this.markerPath);
  }

  read(): InstallationState | null {
    const text = readFileOrNull(this.statePath);
    return text === null ? null : stateSchema.parse(JSON.parse(text));
  }

  write(state: InstallationState): void {
    if (state.demo === 'off') rmSync(this.markerPath, { force: true });
    else writeFileSync(this.markerPath, MARKER_TEXT);
    writePrivateFile(this.statePath, `${JSON.stringify(state, null, 2)}\n`);
  }

  /** A restore has begun and not come to its end: what the databases hold is nothing to start with. */
  get isRestoring(): boolean {
    return existsSync(this.restoringPath);
  }

  /** Notes that a restore begins, or that it has ended: in full, or with nothing left of it. */
  noteRestoring(isRestoring: boolean): void {
    if (isRestoring) writeFileSync(this.restoringPath, RESTORING_TEXT);
    else rmSync(this.restoringPath, { force: true });
  }

  private get restoringPath(): string {
    return join(this.dataFolder, 'RESTORING');
  }

  private get statePath(): string {
    return join(this.dataFolder, 'state.json');
  }

  private get markerPath(): string {
    return join(this.dataFolder, 'DEMO');
  }
}
