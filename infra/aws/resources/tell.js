// Runs at CloudFront before a request goes to the portal: the reader's own address, in place of whatever the
// request may claim about it.
function handler(event) {
  var request = event.request;
  request.headers['x-aman-viewer'] = { value: event.viewer.ip };
  return request;
}
