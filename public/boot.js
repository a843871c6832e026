// No module, and in the words of old browsers: it runs where the page's program does not, and says
// why.
(function () {
  var SECONDS = 8;
  var GONE = 'A part of this page could not be loaded: it may have been updated, or the network is down.';
  var stopped = null;
  // The page in one file has this script in it, and runs where others do not.
  var inOneFile = document.currentScript && !document.currentScript.src;

  // The colours a reader chose, before anything is drawn.
  try {
    var theme = localStorage.getItem('saddlescape.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.setAttribute('data-theme', theme);
  } catch (refused) {
    // No storage here: the colours are the system's.
  }
  // How much is shown: src/page/watch/layout-choice.ts.
  var layout = /[#&?]ui=(plot|basic)(?=&|$)/.exec(location.hash);
  if (layout) document.documentElement.setAttribute('data-ui', layout[1]);

  function lacks() {
    if (!inOneFile && location.protocol === 'file:')
      return 'This page was opened as a file, and a browser runs its program from a server only: run "npm start" in the folder of Saddlescape, or open saddlescape.html, the page in one file.';
    if (!inOneFile && self.origin === 'null')
      return 'This page stands in a sandboxed frame that does not let its program run: open it in a tab of its own.';
    return (
      !('noModule' in document.createElement('script')) &&
      'This page needs JavaScript modules, which this browser does not have or does not allow. A current one does.'
    );
  }

  function whenThere(run) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run);
    else run();
  }

  function button(notice, label, run) {
    var made = notice.appendChild(document.createElement('button'));
    made.textContent = label;
    made.onclick = run;
  }

  function show(sentence, reload) {
    var notice = document.createElement('div');
    notice.className = 'notice';
    notice.setAttribute('role', 'alert');
    notice.setAttribute('data-topic', 'boot');
    notice.appendChild(document.createElement('p')).textContent = sentence;
    if (reload)
      button(notice, 'Reload', function () {
        location.reload();
      });
    if (boot.running)
      button(notice, 'Close', function () {
        notice.remove();
      });
    whenThere(function () {
      var list = document.getElementById('notices');
      var last = list.lastChild;
      if (last && last.firstChild && last.firstChild.textContent === sentence) return;
      list.appendChild(notice);
    });
    return notice;
  }

  function stop(sentence) {
    if (stopped) return;
    var reason = lacks();
    stopped = show(reason || sentence, !reason);
    whenThere(function () {
      var main = document.querySelector('main');
      // A text can be read all the same.
      main.inert = !main.hasAttribute('data-readable');
      main.removeAttribute('data-filling');
      var words = document.querySelector('[data-starting]');
      if (words) words.textContent = 'Not started.';
    });
  }

  function fault(error) {
    // What a script asked for and is not to be had is the script's own affair.
    if (error && error.name === 'SpecError') return;
    var words = String((error && error.message) || error);
    if (/ResizeObserver/.test(words)) return;
    if (/imported module|module script|preload|could not be loaded/i.test(words)) gone();
    else if (boot.running) show('Something went wrong: ' + words, true);
    else stop('This page could not start: ' + words);
  }

  function gone() {
    if (boot.running) show(GONE, true);
    else stop(GONE);
  }

  var boot = (window.boot = {
    running: false,
    started: function () {
      boot.running = true;
      if (!stopped) return;
      stopped.remove();
      document.querySelector('main').inert = false;
    },
    fault: fault,
    gone: gone,
  });

  addEventListener(
    'error',
    function (event) {
      var from = event.target;
      if (from === window) fault(event.error || event.message);
      else if (from.tagName === 'SCRIPT') gone();
      else if (from.rel === 'stylesheet') show(GONE, true);
    },
    true,
  );
  addEventListener('unhandledrejection', function (event) {
    fault(event.reason);
  });
  setTimeout(function () {
    if (!boot.running)
      stop('This page has not started in ' + SECONDS + ' seconds: its program is slow to come, or blocked.');
  }, SECONDS * 1000);
})();
