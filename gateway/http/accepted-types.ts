const OURS = new Set(['application/graphql-response+json', 'application/json', 'application/*', '*/*']);

/**
 * Of what a client accepts the media types an answer can have, in the client's order, as the runtime is told them. It
 * could stream, too; nothing here streams, so it is never asked to. Null when nothing is left.
 */
export function acceptedTypes(accept: string | undefined): string | null {
  if (accept === undefined || accept.trim() === '') return '*/*';
  const left = accept
    .toLowerCase()
    .split(',')
    .flatMap((part) => {
      const [type = '', ...parameters] = part.split(';').map((text) => text.trim());
      const isRefused = parameters.some((text) => /^q=0(\.0*)?$/.test(text) || /^charset=(?!"?utf-?8"?$)/.test(text));
      return OURS.has(type) && !isRefused ? [type] : [];
    });
  return left.length > 0 ? left.join(',') : null;
}
