import { escapeHtml } from './html.ts';

/** The comment on every page that Amazon shows instead of the requested one. */
function apiComment(host: string): string {
  const top = host.replace(/^www\./, '');
  return `<!--
        To discuss automated access to Amazon data please contact api-services-support@amazon.com.
        For information about migrating to our APIs refer to our Marketplace APIs at https://developer.${top}/, or our Product Advertising API at https://affiliate-program.${top}/ for advertising use cases.
-->`;
}

/** "Click the button below to continue shopping": since 2025 Amazon's page for a suspected robot. */
export function robotCheckPage(host: string, path: string): string {
  return `<!DOCTYPE html><html class="a-no-js" lang="en-us"><head>
<meta http-equiv="content-type" content="text/html; charset=UTF-8">
<meta charset="utf-8">
<title dir="ltr">${escapeHtml(host.replace('www.a', 'A'))}</title>
<meta name="viewport" content="width=device-width">
</head>
<body>
${apiComment(host)}
<!--
Correios.DoNotSend
-->
<div class="a-container a-padding-double-large" style="min-width:350px;padding:44px 0 !important">
<div class="a-row a-spacing-double-large" style="width: 350px; margin: 0 auto">
<div class="a-box a-alert a-alert-info a-spacing-base"><div class="a-box-inner">
<h4>Click the button below to continue shopping</h4>
</div></div>
<div class="a-section"><div class="a-box a-color-offset-background"><div class="a-box-inner a-padding-extra-large">
<form method="get" action="/errors/validateCaptcha" name="">
<input type="hidden" name="amzn" value="c2FuZGJveA=="><input type="hidden" name="amzn-r" value="${escapeHtml(path)}">
<span class="a-button a-button-primary a-span12"><span class="a-button-inner">
<button type="submit" class="a-button-text" alt="Continue shopping">Continue shopping</button>
</span></span>
</form>
</div></div></div>
</div></div>
</body></html>
`;
}

/** The page with the dogs, which has status 404. */
export function dogPage(host: string, title: string): string {
  return errorPage(host, title, 'Dogs of Amazon');
}

/** The page, with status 403, of a marketplace that the stand-in does not serve. Amazon has no such page. */
export function unservedPage(host: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The stand-in does not serve ${escapeHtml(host)}</title></head>
<body><p>The stand-in Amazon does not serve ${escapeHtml(host)}.</p></body></html>
`;
}

/** The page with status 500 or 503. */
export function serverBusyPage(host: string): string {
  return errorPage(host, 'Sorry! Something went wrong!', 'Sorry! Something went wrong on our end.');
}

/** The sign-in page, which some requests get instead of the requested one. */
export function signInPage(host: string): string {
  return `<!doctype html><html lang="en-us" class="a-no-js"><head><meta charset="utf-8"><title dir="ltr">Amazon Sign-In</title></head>
<body>
<form name="signIn" method="post" novalidate action="https://${escapeHtml(host)}/ap/signin" class="auth-validate-form">
<h1 class="a-spacing-small">Sign in</h1>
<label for="ap_email">Email or mobile phone number</label><input type="email" id="ap_email" name="email">
<input id="continue" type="submit" value="Continue">
</form>
</body></html>
`;
}

function errorPage(host: string, title: string, picture: string): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8"/>
<meta content="width=device-width, initial-scale=1, shrink-to-fit=no" name="viewport"/>
<title>${escapeHtml(title)}</title>
</head>
<body>
${apiComment(host)}
<form accept-charset="utf-8" action="/s" id="a" method="GET" role="search">
<div id="c"><input id="e" name="field-keywords" placeholder="Search"/><input id="f" type="submit" value="Go"/></div>
</form>
<div id="g"><a href="/dogsofamazon" rel="noopener noreferrer" target="_blank"><img alt="${escapeHtml(picture)}" id="d"/></a></div>
</body>
</html>
`;
}
