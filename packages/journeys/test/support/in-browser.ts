import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from '../../src/browser.ts';
import { eventually } from '../../src/client.ts';
import * as people from '../../src/people.ts';
import { layWire } from '../../src/wire.ts';
import type { Running } from './suite.ts';

/** The client of docs/live.md for a plain browser, and how a page runs it. */
const CLIENT = fileURLToPath(new URL('../../../../docs/live/event-source.js', import.meta.url));
const FOLLOW = `async ({ orderId, token }) => {
  const { followOrder } = await import('/follow-order.js');
  const tokens = { current: async () => token, refresh: () => Promise.reject(new Error('no')) };
  void followOrder('/graphql', { orderId, tokens, onStep: window.heard, signal: new AbortController().signal });
}`;
/** Where the pictures go, for people to look at. */
const PICTURES = fileURLToPath(new URL('../../../../.data/pictures', import.meta.url));
const path = chromiumPath();
// Without a browser on the machine these cannot run; `.ci/run` installs one.
const withBrowser = path ? describe : describe.skip;

/** What a person sees who opens the explorer and the provider's page. */
export function inBrowser({ url }: Running): void {
  withBrowser('in a browser', () => {
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];
    const picture = (what: string, of: Page = page) => of.screenshot({ path: `${PICTURES}/${what}.png` });
    const openTab = async (name: string) => {
      await page.locator('.graphiql-tab-button', { hasText: name }).click();
      await page.locator(`.graphiql-tab-active`, { hasText: name }).waitFor();
      await page.locator('.graphiql-query-editor').getByText(name).first().waitFor();
      // GraphiQL learns an operation's name a moment after its text; no person is that quick.
      await page.waitForTimeout(400);
    };
    const run = () => page.locator('.graphiql-execute-button').click();
    const response = (of: Page) => of.locator('.result-window');

    beforeAll(async () => {
      mkdirSync(PICTURES, { recursive: true });
      browser = await openBrowser(String(path));
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    }, 60_000);
    afterAll(() => browser?.close());

    it('signs in, orders, pays, and sees the order move', async () => {
      await page.goto(url());
      await page.locator('.graphiql-execute-button').waitFor();
      await run();
      await page.getByText('Signed in as').waitFor();
      await picture('explorer-signed-in');

      await openTab('Browse');
      await run();
      await response(page).getByText('Demo Bistro').first().waitFor();
      await picture('explorer-browse');

      await openTab('Order');
      await run();
      const pay = page.getByRole('link', { name: /Pay now/ });
      await pay.waitFor();
      await picture('explorer-ordered');
      await openTab('Track');
      await run();
      await response(page).getByText('SNAPSHOT').first().waitFor();

      const [payPage] = await Promise.all([page.context().waitForEvent('page'), pay.click()]);
      await payPage.getByRole('button', { name: /^Pay/ }).waitFor();
      await picture('pay-page', payPage);
      await payPage.getByRole('button', { name: /^Pay/ }).click();
      await payPage
        .getByText(/paid|thank/i)
        .first()
        .waitFor();
      await picture('pay-page-paid', payPage);

      await page.bringToFront();
      await response(page).getByText('CONFIRMED').first().waitFor();
      const business = await people.signIn(url(), 'business@demo.test');
      const { sellerOrders } = await business.ask(
        '{ sellerOrders(businessId: "biz_demo_bistro", status: [PLACED], first: 1) { edges { node { id } } } }',
      );
      await people.kitchen(business, 'Accept', sellerOrders.edges[0].node.id);
      await people.kitchen(business, 'Prepare', sellerOrders.edges[0].node.id);
      await response(page).getByText('PREPARING').first().waitFor();
      await picture('explorer-tracking');
      expect(complaints).toEqual([]);
    });

    it('follows an order with nothing but what a browser has, over a cut connection', async () => {
      const { client, addressId } = await people.newCustomer(url());
      const business = await people.signIn(url(), 'business@demo.test');
      await people.addToCart(client, 'itm_demo_soup');
      const { order } = await people.checkout(client, { addressId, paymentMethod: 'CASH' });
      const follower = await browser.newPage();
      await follower.route('**/follow-order.js', (route) =>
        route.fulfill({ path: CLIENT, contentType: 'text/javascript' }),
      );
      const wire = await layWire(url());
      await follower.goto(`${wire.url}/health/live`);
      const heard: { sequence: number; kind: string }[] = [];
      let tickets = 0;
      follower.on('request', (request) => {
        if (request.method() === 'PUT') tickets += 1;
      });
      await follower.exposeFunction('heard', (step: (typeof heard)[0]) => void heard.push(step));
      await follower.evaluate(`(${FOLLOW})(${JSON.stringify({ orderId: order.id, token: client.token })})`);
      const upTo = async (sequence: number) =>
        eventually(
          async () => heard.some((step) => step.sequence >= sequence),
          `step ${sequence} of ${JSON.stringify(heard)}`,
        );
      await upTo(1);
      const [first] = heard;
      wire.cut();
      await people.kitchen(business, 'Accept', order.sellerOrders[0].id);
      await upTo((first?.sequence ?? 0) + 2);
      // No job is left waiting for the couriers of the journeys that follow.
      await client.ask('mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { userErrors { code } } }', {
        input: { orderId: order.id, reason: 'seen enough', idempotencyKey: people.freshKey() },
      });
      await upTo((first?.sequence ?? 0) + 3);
      expect(heard.map(({ sequence }) => sequence)).toEqual(heard.map((_, index) => (first?.sequence ?? 0) + index));
      expect(tickets).toBeGreaterThan(1);
      await follower.close();
      wire.close();
    });
  });
}
