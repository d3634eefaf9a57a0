// Runs at CloudFront before a request goes to the portal: tells it the reader's own address, in place of whatever
// the request may claim about it, and takes a slash from the end, which API Gateway would not find.
function handler(event) {
  var request = event.request;
  request.headers['x-aman-viewer'] = { value: event.viewer.ip };
  request.uri = request.uri.replace(/\/+$/, '');
  return request;
}
