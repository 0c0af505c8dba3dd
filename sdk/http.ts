import { TenorError } from './TenorError.ts';
import type { Receipt } from './types.ts';

export interface Transport {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

/** JSON over HTTP; an answer that is an error becomes a `TenorError`. */
export function httpTransport(url: string): Transport {
  const base = url.replace(/\/$/, '');
  const request = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(base + path, init);
    const body = (await response.json()) as T & {
      code: number;
      name: string;
      message: string;
      receipt?: Receipt;
    };
    if (!response.ok) throw new TenorError({ ...body, status: response.status });
    return body;
  };
  return {
    get: async <T>(path: string) => request<T>(path),
    post: async <T>(path: string, body: object) =>
      request<T>(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}
