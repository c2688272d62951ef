import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from '../../src/browser.ts';
import * as people from '../../src/people.ts';
import type { Running } from './suite.ts';

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
    }, 30_000);
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
  });
}
