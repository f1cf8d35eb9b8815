/** The whole reply of a subgraph in memory, refused once it is larger than the limit: also one that says nothing of its length. */
export async function readReply(response: Response, limitBytes: number): Promise<Response> {
  const tooLarge = () => new ReplyTooLarge(limitBytes);
  if (Number(response.headers.get('content-length') ?? 0) > limitBytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const contentType = response.headers.get('content-type');
  return new Response(length === 0 ? null : Buffer.concat(chunks).toString('utf8'), {
    status: response.status,
    headers: contentType === null ? {} : { 'content-type': contentType },
  });
}

/** What came was more than a subgraph may say at once; asking again would bring the same. */
export class ReplyTooLarge extends Error {
  override readonly name = 'ReplyTooLarge';

  constructor(limitBytes: number) {
    super(`reply is larger than ${limitBytes} bytes`);
  }
}
