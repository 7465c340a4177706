/** Calls the control interface of a running sandbox; see README.md for its operations. */
export class ControlClient {
  private readonly url: string;
  private readonly token: string;

  constructor(sandbox: { url: string; controlToken: string }) {
    this.url = `${sandbox.url}/__sandbox`;
    this.token = sandbox.controlToken;
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.call<T>('DELETE', path);
  }

  /** @throws {Error} with the interface's own words when it refuses */
  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-Sandbox-Token': this.token },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok)
      throw new Error(`${method} ${path} was answered with ${response.status}: ${answer.error}`);
    return answer;
  }
}
