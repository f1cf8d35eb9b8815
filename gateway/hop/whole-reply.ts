/** The whole reply of a subgraph as text. It is read once and by one reader, so that no stream stands in between. */
export class WholeReply extends Response {
  readonly #text: string;

  constructor(
    text: string,
    { status, headers }: { readonly status: number; readonly headers: Record<string, string> },
  ) {
    super(null, { status, headers });
    this.#text = text;
  }

  override text(): Promise<string> {
    return Promise.resolve(this.#text);
  }
}
