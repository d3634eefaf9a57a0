// Runs at CloudFront before a page of the site is fetched. `pages` and `files` are what this release of the site
// has; whatever else is asked for gets the page that says so, which the other function answers with 404.
var pages = PAGES;
var files = FILES;

function handler(event) {
  var request = event.request;
  var path = request.uri;
  if (path.endsWith('/') && pages.includes(path)) {
    request.uri = path + 'index.html';
  } else if (pages.includes(path + '/')) {
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      // The slash before is ours alone: two would lead to another host.
      headers: { location: { value: '/' + path.replace(/^\/+/, '') + '/' } },
    };
  } else if (!files.includes(path)) {
    request.uri = path.startsWith('/en/') ? '/en/404.html' : '/404.html';
  }
  return request;
}
