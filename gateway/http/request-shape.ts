import type { IncomingHttpHeaders } from 'node:http';
import { acceptedTypes } from './accepted-types.ts';
import { CSRF_REFUSED, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE } from './refusals.ts';
import type { Refusal } from './reply.ts';

/**
 * Headers that no page can make a browser send to another site without asking that site first. Accept is not among them:
 * any page may send any value of it.
 */
const ASKED_FOR = ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] as const;

/**
 * What a request must look like before it is read: a body is JSON in UTF-8, and a GET is one that a foreign page cannot
 * send by itself. Form, text and multipart bodies are what such pages can send, so they are never taken.
 */
export function checkRequestShape(method: string | undefined, headers: IncomingHttpHeaders): Refusal | null {
  return checkBody(method, headers) ?? (acceptedTypes(headers.accept) === null ? NOT_ACCEPTABLE : null);
}

function checkBody(method: string | undefined, headers: IncomingHttpHeaders): Refusal | null {
  const type = readContentType(headers['content-type']);
  if (method === 'GET') return type?.isJson || ASKED_FOR.some((name) => headers[name]) ? null : CSRF_REFUSED;
  if (method !== 'POST') return METHOD_NOT_ALLOWED;
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  return type?.isJson && type.isUtf8 && encoding === 'identity' ? null : UNSUPPORTED_MEDIA_TYPE;
}

function readContentType(header: string | undefined): { isJson: boolean; isUtf8: boolean } | null {
  if (header === undefined) return null;
  const [type = '', ...parameters] = header.toLowerCase().split(';');
  const charsets = parameters.map((text) => text.trim()).filter((text) => text.startsWith('charset'));
  return {
    isJson: type.trim() === 'application/json',
    isUtf8: charsets.every((text) => /^charset="?utf-?8"?$/.test(text)),
  };
}
