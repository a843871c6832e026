import { chromium } from 'playwright-core';
import { createSite } from './scripts/site.js';
const site = createSite('dist/page'); await new Promise(r=>site.listen(0,'localhost',r));
const url=`http://localhost:${site.address().port}/docs/`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
import { readFileSync } from 'node:fs';
for (const [w,h] of [[1280,800],[390,844]]) for (const colorScheme of ['light','dark']) {
  const page = await browser.newPage({ viewport: { width: w, height: h }, colorScheme });
  page.on('console', (m) => console.log(w,m.type(), m.text().slice(0,200)));
  page.on('response', (r) => { if (r.status() >= 400) console.log(r.status(), r.url()); });
  for (const n of process.argv.slice(2)) {
    await page.goto(url+n+'.html'); await page.waitForTimeout(300);
    const over = await page.evaluate(()=>document.documentElement.scrollWidth-innerWidth); if (over>0) console.log(n,w,'overflow',over);
    await page.screenshot({ path: `/tmp/scratch-docs/doc-${n.replaceAll('/','-')}-${w}-${colorScheme}.png`, fullPage: w===1280 ? false : false });
    await page.addScriptTag({ content: '' }).catch(()=>{});
    const client = await page.context().newCDPSession(page); await client.send('Page.setBypassCSP',{enabled:true}); await page.reload();
    await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
    const v = await page.evaluate(async ()=> (await axe.run()).violations.map(x=>`${x.id}: ${x.nodes.length} ${x.nodes[0].html.slice(0,120)}`)); if (v.length) console.log(n,w,colorScheme,v);
    await client.send('Page.setBypassCSP',{enabled:false});
  }
  await page.close();
}
await browser.close(); site.close();
