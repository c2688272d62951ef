import { subscribe } from './sockets.js';

/** Runs what the editor sends: as whom it asks to be run, with known ids filled in, over HTTP or a socket. */
export function openFetcher({ accounts, memory }) {
  return async ({ query, variables, operationName }, { headers = {}, documentAST } = {}) => {
    const operation = operationIn(documentAST, operationName);
    const declared = operation?.variableDefinitions?.map((definition) => definition.variable.name.value) ?? [];
    const payload = { query, operationName, variables: memory.fill(variables, declared) };
    const given = headers.Authorization ?? headers.authorization;
    const authorization = given ?? (await accounts.authorization(asWhom(query)));
    if (operation?.operation === 'subscription') return learning(subscribe(payload, authorization), memory);
    const result = await post(payload, { ...headers, ...(authorization && { authorization }) });
    memory.learn(result);
    const signedIn = result.data?.login ?? result.data?.register;
    if (signedIn?.session) accounts.adopt(signedIn.session, signedIn.user?.name ?? 'you');
    return result;
  };
}

/** `# @as kitchen` in an operation's text says as which demo account it is run. */
const asWhom = (query) => /^\s*#\s*@as\s+(\w+)/m.exec(query)?.[1];

const operationIn = (document, name) =>
  document?.definitions.find(
    (definition) => definition.kind === 'OperationDefinition' && (!name || definition.name?.value === name),
  );

async function post(payload, headers) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(payload),
  });
  return response.json();
}

/** Lets the memory see each answer on its way to the editor. */
function learning(answers, memory) {
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const answer = await answers.next();
        if (!answer.done) memory.learn(answer.value);
        return answer;
      },
      return: () => answers.return(),
    }),
  };
}
