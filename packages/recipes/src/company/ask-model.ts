import { killPoint, StageError, type Json, type StageContext } from '@sluice/core';
import {
  modelAnswerSchema,
  type ModelAnswer,
  type ModelRequest,
  type ModelService,
} from '@sluice/enricher';
import type { WebServices } from './web-services.ts';

/** Asks a language model, or takes the answer that is kept: it is on disk before anybody reads it. */
export async function askModel(
  request: ModelRequest,
  service: ModelService,
  context: StageContext<WebServices>,
): Promise<ModelAnswer> {
  const answer = await context.step('answer', request as unknown as Json, () =>
    askPatiently(request, service, context),
  );
  killPoint('call:kept');
  return modelAnswerSchema.parse(answer);
}

/** A record that has been sent back as often as may be waits here: a full server must not fail it. */
async function askPatiently(
  request: ModelRequest,
  service: ModelService,
  { signal, isLastDeferral }: StageContext<WebServices>,
): Promise<ModelAnswer> {
  for (;;) {
    try {
      return await service.ask(request, signal);
    } catch (error) {
      const isRefused = error instanceof StageError && error.disposition === 'defer';
      if (!isRefused || !isLastDeferral) throw error;
    }
  }
}
