import { openAccounts } from './accounts.js';
import { openBar } from './bar.js';
import { openFetcher } from './fetcher.js';
import { openFollow } from './follow.js';
import { openMemory } from './memory.js';
import { tabsFor } from './tabs.js';

const { React, ReactDOM, GraphiQL } = window;
const { demo } = await (await fetch('/explorer-assets/settings.json')).json();
const at = (id) => document.getElementById(id);

let follow;
const bar = openBar(at('bar'), { demo, accounts: () => accounts });
const accounts = openAccounts({ demo, changed: (session) => bar.show(session) });
const memory = openMemory(({ orderId }) => orderId && follow?.follow(orderId));
if (demo) {
  follow = openFollow(at('follow'), { accounts, memory: () => memory });
  const { orderId } = memory.known();
  if (orderId) follow.follow(orderId);
}

ReactDOM.createRoot(at('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher: openFetcher({ accounts, memory }),
    defaultTabs: tabsFor(demo),
    defaultEditorToolsVisibility: false,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: true,
  }),
);
