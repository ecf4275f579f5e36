// Made from images/catalog.yml by images/embed.sh; change it there.

// swift-format-ignore-file

package import Agents

extension ImageCatalog {
    /// The text of images/catalog.yml.
    package static let standardText = ###"""
# The images that simulated containers can be made of, and what they do.
# The format is explained in images/README.md. After a change, run images/embed.sh.

images:
  # ---------------------------------------------------------------- the images of the notes
  diamol/ch12-timecheck:
    note: Writes the time every few seconds. Ends at once when it is told to.
    tags: ["1.0", "2.0"]
    size: 73MB
    environment: {Timer__IntervalSeconds: "5"}
    stop: {time: 0.1s..0.2s, code: 143}
    logs:
      - every: 5s..7s
        line: "App version: {{tag}}; time check: {{time HH:mm.ss}}"

  diamol/ch09-image-of-the-day:
    aliases: [diamol/ch04-image-of-the-day]
    note: The API that the image gallery asks for the picture of the day (Java).
    tags: [latest]
    size: 120MB
    ports: [80/tcp]
    start: 0.4s..0.9s
    stop: {time: 0.1s..0.3s, code: 143}
    requests: 0.05
    logs:
      - start: 0s
        gap: 120ms
        lines:
          - "  .   ____          _            __ _ _"
          - " /\\\\ / ___'_ __ _ _(_)_ __  __ _ \\ \\ \\ \\"
          - "{{time yyyy-MM-dd HH:mm:ss.SSS}}  INFO 1 --- [main] iotd.Application : Starting Application on {{container}} with PID 1"
          - "{{time yyyy-MM-dd HH:mm:ss.SSS}}  INFO 1 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat started on port(s): 80 (http)"
          - "{{time yyyy-MM-dd HH:mm:ss.SSS}}  INFO 1 --- [main] iotd.Application : Started Application in 4.{{number 100-999}} seconds"
      - request: all
        line: "{{time yyyy-MM-dd HH:mm:ss.SSS}}  INFO 1 --- [nio-80-exec-{{number 1-9}}] iotd.ImageController : Fetched new APOD image from {{choice NASA|cache}}"
    answers:
      - {path: /image, status: 200, body: '{"url":"https://apod.example.invalid/today.jpg","caption":"A spiral galaxy"}'}

  diamol/ch09-access-log:
    aliases: [diamol/ch04-access-log]
    note: Takes an entry for every visit of the gallery (Node.js).
    tags: [latest]
    size: 85MB
    ports: [80/tcp]
    stop: {time: 0.1s..0.3s, code: 143}
    requests: 0.1
    logs:
      - start: 0s
        line: "** Logging server running on port 80 **"
      - request: all
        line: "** Got request: GET /access-log from 10.0.{{number 0-9}}.{{number 2-254}} **"
    answers:
      - {path: /access-log, status: 201, body: '{"logged":true}'}
      - {path: /stats, status: 200, body: '{"logs":{{counter}}}'}

  diamol/ch09-image-gallery:
    aliases: [diamol/ch04-image-gallery]
    note: The web page that shows the picture of the day (Go).
    tags: [latest]
    size: 25MB
    ports: [80/tcp]
    start: 0.1s..0.25s
    stop: {time: 0.05s..0.15s, code: 2}
    requests: 0.1
    logs:
      - start: 0s
        line: "Starting server..."
      - request: all
        line: "{{time yyyy/MM/dd HH:mm:ss}} INFO: {{.Request.Path}} served by {{container}}"
    answers:
      - {path: /, status: 200, body: "<h1>Image Gallery</h1> served by {{container}}"}

  diamol/ch06-todo-list:
    note: The to-do list of chapters 6 and 13 (.NET); keeps its items in SQLite or PostgreSQL.
    tags: [latest]
    size: 210MB
    ports: [80/tcp]
    start: 0.5s..0.9s
    stop: {time: 0.1s..0.3s, code: 0}
    requests: 0.05
    environment: {Database__Provider: Sqlite}
    logs:
      - start: 0s
        gap: 60ms
        lines:
          - "info: Microsoft.Hosting.Lifetime[0]"
          - "      Now listening on: http://[::]:80"
          - "info: Microsoft.Hosting.Lifetime[0]"
          - "      Application started. Press Ctrl+C to shut down."
          - "info: ToDoList[0]"
          - "      Using database provider {{.Env.Database__Provider}}"
      - request: all
        line: "info: ToDoList.Pages.Index[0] GET {{.Request.Path}} {{.Request.Status}} in {{number 1-40}} ms"
      - stop: true
        line: "info: Microsoft.Hosting.Lifetime[0] Application is shutting down..."
    answers:
      - {path: /, status: 200, body: "<h1>To-Do List</h1>"}
      - {path: /list, status: 200, body: "<ul></ul>"}

  diamol/postgres:
    note: PostgreSQL as the book packs it.
    tags: ["11.5", "11.6", latest]
    size: 72MB
    ports: [5432/tcp]
    volumes: [/var/lib/postgresql/data]
    environment: {PGDATA: /var/lib/postgresql/data}
    start: 0.4s..0.8s
    stop: {time: 0.1s..0.3s, code: 0}
    logs:
      - start: 0s
        gap: 40ms
        lines:
          - "PostgreSQL Database directory appears to contain a database; Skipping initialization"
          - "{{time yyyy-MM-dd HH:mm:ss.SSS}} UTC [1] LOG:  listening on IPv4 address \"0.0.0.0\", port 5432"
          - "{{time yyyy-MM-dd HH:mm:ss.SSS}} UTC [1] LOG:  database system is ready to accept connections"
      - every: 4m..6m
        line: "{{time yyyy-MM-dd HH:mm:ss.SSS}} UTC [{{number 20-40}}] LOG:  checkpoint complete: wrote {{number 1-90}} buffers"
      - stop: true
        line: "{{time yyyy-MM-dd HH:mm:ss.SSS}} UTC [1] LOG:  database system is shut down"

  diamol/numbers-api:
    aliases: [diamol/ch08-numbers-api, diamol/ch14-numbers-api]
    note: |
      Answers /rng with a random number (.NET). Tags from v2 on bring their own health check.
      v5 is broken: it fails after two requests, health probes included, unless Broken=false.
    tags:
      latest: {health_check: none}
      v1: {health_check: none}
      v2:
      v3:
      v4:
      v5:
        health: {fails_after: 2 requests, unless: {Broken: "false"}}
    size: 205MB
    ports: [80/tcp]
    start: 0.4s..0.8s
    stop: {time: 0.1s..0.2s, code: 0}
    requests: 0
    health_check:
      test: [CMD, dotnet, Utilities.HttpCheck.dll, -u, "http://localhost/health"]
    logs:
      - start: 0s
        gap: 50ms
        lines:
          - "info: Microsoft.Hosting.Lifetime[0]"
          - "      Now listening on: http://[::]:80"
          - "info: Numbers.Api[0]"
          - "      Numbers API {{tag}} on {{container}}"
      - request: [/health]
        line: "info: Numbers.Api.Controllers.HealthController[0] GET /health {{.Request.Status}}"
      - request: [/, /rng]
        line: "dbug: Numbers.Api.Controllers.RngController[0] Returning random number: {{number 0-99}}"
      - stop: true
        line: "info: Microsoft.Hosting.Lifetime[0] Application is shutting down..."
    answers:
      - {path: /rng, status: 200, body: "{{number 0-99}}", failing_status: 500}
      - {path: /health, status: 200, body: "Ok", failing_status: 500}

  diamol/numbers-web:
    aliases: [diamol/ch08-numbers-web, diamol/ch14-numbers-web]
    note: The page with a button that asks the API for a number (.NET).
    tags: [latest, v1, v2, v3, v4, v5]
    size: 205MB
    ports: [80/tcp]
    environment: {RngApi__Url: "http://numbers-api/rng"}
    start: 0.4s..0.8s
    stop: {time: 0.1s..0.2s, code: 0}
    requests: 0.05
    logs:
      - start: 0s
        gap: 50ms
        lines:
          - "info: Microsoft.Hosting.Lifetime[0]"
          - "      Now listening on: http://[::]:80"
          - "info: Numbers.Web[0] version {{tag}}, API at {{.Env.RngApi__Url}}"
      - request: all
        line: "info: Numbers.Web.Pages.Index[0] GET {{.Request.Path}} {{.Request.Status}}"
    answers:
      - {path: /, status: 200, body: "<h1>Random Number Generator</h1> {{tag}}"}

  # ---------------------------------------------------------------- well-known images
  nginx:
    note: The web server.
    tags: [latest, stable, mainline, alpine, "1.*", "stable-*", "mainline-*"]
    size: 188MB
    ports: [80/tcp]
    start: 0.1s..0.3s
    stop: {time: 0.05s..0.15s, code: 0}
    requests: 0.2
    logs:
      - start: 0s
        gap: 8ms
        lines:
          - "/docker-entrypoint.sh: Configuration complete; ready for start up"
          - "{{time yyyy/MM/dd HH:mm:ss}} [notice] 1#1: start worker processes"
      - request: all
        line: '10.0.0.{{number 2-254}} - - [{{time dd/MMM/yyyy:HH:mm:ss}} +0000] "GET {{.Request.Path}} HTTP/1.1" {{.Request.Status}} 615 "-" "curl/8.5.0" "-"'
      - stop: true
        stream: stderr
        line: "{{time yyyy/MM/dd HH:mm:ss}} [notice] 1#1: signal 15 (SIGTERM) received, exiting"
    answers:
      - {path: /, status: 200, body: "<h1>Welcome to nginx!</h1>"}

  redis:
    note: The key-value store.
    tags: [latest, alpine, "6*", "7*", "8*"]
    size: 117MB
    ports: [6379/tcp]
    volumes: [/data]
    start: 0.1s..0.3s
    stop: {time: 0.05s..0.2s, code: 0}
    logs:
      - start: 0s
        gap: 5ms
        lines:
          - "1:C {{time dd MMM yyyy HH:mm:ss.SSS}} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo"
          - "1:M {{time dd MMM yyyy HH:mm:ss.SSS}} * Ready to accept connections tcp"
      - every: 50s..70s
        line: "1:M {{time dd MMM yyyy HH:mm:ss.SSS}} * {{number 1-500}} changes in 60 seconds. Saving..."
      - stop: true
        line: "1:M {{time dd MMM yyyy HH:mm:ss.SSS}} # Redis is now ready to exit, bye bye..."

  postgres:
    note: PostgreSQL.
    tags: [latest, alpine, "11*", "12*", "13*", "14*", "15*", "16*", "17*"]
    size: 438MB
    ports: [5432/tcp]
    volumes: [/var/lib/postgresql/data]
    start: 0.5s..1s
    stop: {time: 0.1s..0.3s, code: 0}
    logs:
      - start: 0s
        gap: 40ms
        lines:
          - "PostgreSQL init process complete; ready for start up."
          - "{{time yyyy-MM-dd HH:mm:ss.SSS}} UTC [1] LOG:  database system is ready to accept connections"
      - stop: true
        line: "{{time yyyy-MM-dd HH:mm:ss.SSS}} UTC [1] LOG:  database system is shut down"

  alpine:
    note: A shell and little else. Ends at once unless the service gives it something to do.
    tags: [latest, edge, "3*"]
    size: 8MB
    start: 0.05s..0.15s
    stop: {time: 11s, code: 143}
    exits:
      - {after: 0.05s..0.1s, code: 0, without_command: true}
    logs:
      - every: 1s
        line: "64 bytes from 172.16.0.{{number 1-9}}: seq={{counter}} ttl=63 time=0.{{number 100-999}} ms"

  busybox:
    note: As alpine, smaller.
    tags: [latest, stable, musl, glibc, uclibc, "1*"]
    size: 4MB
    start: 0.05s..0.15s
    stop: {time: 11s, code: 143}
    exits:
      - {after: 0.05s..0.1s, code: 0, without_command: true}

  # ---------------------------------------------------------------- skep's own: no registry has them
  skep/logburst:
    note: Writes 100,000 lines within ten seconds of its start, and as many again every ten minutes.
    tags: [latest]
    size: 1MB
    logs:
      - start: 0.5s
        burst: 100000
        gap: 100us
        line: "burst {{counter}} of task {{.Task.Slot}}: {{hex 32}} {{choice alpha|beta|gamma|delta}}"
      - every: 10m
        burst: 100000
        gap: 100us
        line: "burst {{counter}} of task {{.Task.Slot}}: {{hex 32}} {{choice alpha|beta|gamma|delta}}"

  skep/hostile-logs:
    note: Writes what a careless viewer should not show - escape sequences, control characters, text that runs backwards, very long lines.
    tags: [latest]
    size: 1MB
    logs:
      - every: 1s..2s
        one_of:
          - "\e[2J\e[Hthis line clears the screen"
          - "\e]0;this line renames the window\a and rings the bell \a\a"
          - "\e[31mred\e[0m, \e[1;33mbold yellow\e[0m, \e[38;2;1;2;3mand a colour of its own\e[0m"
          - "\e[999;999H\e[6n asks the terminal where it is"
          - "a tab\there, a return\rthere, and a \u0008backspace"
          - "\u202Eturned around\u202C, \u2066isolated\u2069, joined \u200D by nothing"
          - "not text: \uFFFD\uFFFD\uFFFD \u0001\u0002\u0003 \u007F \u0080\u009B2J"
          - "wide: 日本語 한국어 🐝🐝 e\u0301 👩‍👩‍👧"
          - "z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 marks without end"
          - "{{hex 64}}{{hex 64}}{{hex 64}}{{hex 64}}{{hex 64}}{{hex 64}}{{hex 64}}{{hex 64}} a long line"
      - every: 7s
        stream: stderr
        line: "\ePthis is a device control string that never ends"
"""###
}
