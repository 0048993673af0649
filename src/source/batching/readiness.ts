/** Options of {@link Readiness}. */
export type ReadinessOptions = {
  /** Prepares token and connection. */
  readonly getReady: () => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
  /** Called when the preparation has ended, with or without success. */
  readonly onChange: () => void;
};

/** Whether the next call can be sent at once. Token and connection must be ready before a permit is taken. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #state: 'cold' | 'preparing' | 'ready' = 'cold';

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  get preparing(): boolean {
    return this.#state === 'preparing';
  }

  /** Whether everything is ready; starts the preparation if not. */
  prepare(): boolean {
    if (this.#state === 'cold') {
      this.#state = 'preparing';
      void this.#prepare();
    }
    return this.#state === 'ready';
  }

  /** A call was sent. The token is checked again before the next one. */
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
