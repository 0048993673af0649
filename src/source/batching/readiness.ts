/** How a source gets ready for calls. */
export type ReadinessOptions = {
  /** Gets token and connection ready. */
  readonly getReady: () => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
  /** Told when getting ready has ended, however. */
  readonly onChange: () => void;
};

/** Whether the next call can be sent at once: it needs a token and a connection before it takes its permit. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #state: 'cold' | 'preparing' | 'ready' = 'cold';

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  get preparing(): boolean {
    return this.#state === 'preparing';
  }

  /** Whether all is ready; starts to get it ready when it is not. */
  prepare(): boolean {
    if (this.#state === 'cold') {
      this.#state = 'preparing';
      void this.#prepare();
    }
    return this.#state === 'ready';
  }

  /** A call was sent: the token is looked at again before the next one. */
  used(): void {
    this.#state = 'cold';
  }

  async #prepare(): Promise<void> {
    const { getReady, onFailure, onChange } = this.#options;
    try {
      await getReady();
      this.#state = 'ready';
    } catch (thrown) {
      this.#state = 'cold';
      onFailure(thrown);
    }
    onChange();
  }
}
