import { killPoint, type Json, type StageContext } from '@sluice/core';
import {
  modelAnswerSchema,
  type ModelAnswer,
  type ModelRequest,
  type ModelService,
} from '@sluice/enricher';
import { askPatiently } from './ask-patiently.ts';
import type { WebServices } from './web-services.ts';

/** Asks a language model, or takes the answer that is kept: it is on disk before anybody reads it. */
export async function askModel(
  request: ModelRequest,
  service: ModelService,
  context: StageContext<WebServices>,
): Promise<ModelAnswer> {
  const answer = await context.step('answer', request as unknown as Json, () =>
    askPatiently(() => service.ask(request, context.signal), context),
  );
  killPoint('call:kept');
  return modelAnswerSchema.parse(answer);
}
