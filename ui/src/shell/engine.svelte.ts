// What the model is doing now, as the program reports it.

import { watchEngine } from '../platform';
import type { Status } from '../platform/types';

export class Engine {
  status = $state.raw<Status>() as Status;

  constructor(status: Status) {
    this.status = status;
  }

  watch() {
    // Without the report the foot line keeps the last truth it was told.
    return watchEngine((status) => (this.status = status)).catch(() => undefined);
  }

  get phase() {
    return this.status.phase;
  }
  get name() {
    return this.status.model?.name ?? '';
  }
}
