import type { Question } from './question.ts';

/** The question as the body of a GraphQL-over-HTTP request, put together from the texts that are ready. */
export function requestBody({ document, variables, entities }: Question): string {
  const own = JSON.stringify(variables);
  if (!entities?.length)
    return own === '{}' ? `{"query":${document.json}}` : `{"query":${document.json},"variables":${own}}`;
  const lists = entities.map(({ variable, texts }) => `"${variable}":[${texts.join()}]`).join();
  return `{"query":${document.json},"variables":${own === '{}' ? '{' : `${own.slice(0, -1)},`}${lists}}}`;
}
