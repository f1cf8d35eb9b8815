import type { IncomingMessage } from 'node:http';
import { BodyMeter, type SealCheck } from '../identity/signed-upload.ts';
import { UploadCut, type UploadCutReason } from './upload-call.ts';

/** What no upload may be larger than, whatever a gateway lets through. */
const LIMIT_BYTES = 1024 ** 3;

/** What is known of a body once it has been read, however the reader dressed up what was thrown. */
export interface BodyEnd {
  isWhole: boolean;
  cut: UploadCut | null;
}

/**
 * The body of an upload, chunk by chunk as the reader takes them. Ends by `UploadCut` where it
 * was not whole.
 */
export async function* wholeBody(
  raw: IncomingMessage,
  isSealed: SealCheck,
  end: BodyEnd,
): AsyncGenerator<Uint8Array, void, undefined> {
  const meter = new BodyMeter();
  const cut = (reason: UploadCutReason): UploadCut => {
    end.cut = new UploadCut(reason);
    return end.cut;
  };
  try {
    // Left before its end, the connection must still carry the answer.
    for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      meter.add(bytes);
      if (meter.length > LIMIT_BYTES) throw cut('TOO_LARGE');
      yield bytes;
    }
  } catch (error) {
    throw error instanceof UploadCut ? error : cut('CUT_OFF');
  }
  if (!raw.complete) throw cut('CUT_OFF');
  if (!isSealed(meter.digest(), (name) => raw.trailers[name])) throw cut('UNSIGNED_END');
  end.isWhole = true;
}
