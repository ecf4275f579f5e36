// Made from stacks/ by stacks/embed.sh; change the files there.

// swift-format-ignore-file

extension DemoFiles {
    /// The files by their paths.
    static let texts: [String: String] = [
        "stacks/demo/todo.yml": ###"""
# The to-do list with its config and secret from files. Its database stays with its data, on a node
# that is labelled storage=raid; the demo labels node2.
version: "3.7"

services:
  todo-web:
    image: diamol/ch06-todo-list
    ports:
      - 8080:80
    environment:
      - Database__Provider=Postgres
    configs:
      - source: todo-list-config
        target: /app/config/config.json
    secrets:
      - source: todo-list-secret
        target: /app/config/secrets.json
    deploy:
      replicas: 2
      resources:
        limits:
          cpus: "0.50"
          memory: 100M
    networks:
      - todo-net

  todo-db:
    image: diamol/postgres:11.5
    volumes:
      - todo-db-data:/var/lib/postgresql/data
    networks:
      - todo-net
    deploy:
      placement:
        constraints:
          - node.labels.storage == raid

configs:
  todo-list-config:
    file: ../todo-list/configs/config.json

secrets:
  todo-list-secret:
    file: ../todo-list/secrets/secrets.json

networks:
  todo-net:

volumes:
  todo-db-data:
"""###,
        "stacks/demo/numbers.yml": ###"""
# The numbers stack as the demo starts with it: as numbers/prod-full.yml, but watched for 10 s
# instead of 60 s, so that an update comes to its end while someone looks on.
version: "3.7"

services:
  numbers-api:
    image: diamol/numbers-api:v3
    healthcheck:
      test: ["CMD", "dotnet", "Utilities.HttpCheck.dll", "-u", "http://localhost/health", "-t", "500"]
      interval: 2s
      timeout: 3s
      retries: 2
      start_period: 5s
    deploy:
      replicas: 6
      resources:
        limits:
          cpus: "0.50"
          memory: 75M
      update_config:
        parallelism: 3
        monitor: 10s
        failure_action: rollback
        order: start-first
      rollback_config:
        parallelism: 6
        monitor: 0s
        failure_action: continue
        order: start-first
    networks:
      - app-net

  numbers-web:
    image: diamol/numbers-web:v3
    environment:
      - RngApi__Url=http://numbers-api/rng
    ports:
      - target: 80
        published: 80
        mode: host
    deploy:
      mode: global
      resources:
        limits:
          cpus: "0.75"
          memory: 150M
    networks:
      - app-net

networks:
  app-net:
    name: numbers-prod
"""###,
        "stacks/demo/numbers-v4.yml": ###"""
# The update that is under way when the demo begins; laid over demo/numbers.yml.
version: "3.7"

services:
  numbers-api:
    image: diamol/numbers-api:v4

  numbers-web:
    image: diamol/numbers-web:v4
"""###,
        "stacks/demo/image-gallery.yml": ###"""
# The image gallery beside the numbers stack: laid over image-gallery/docker-compose.yml, it keeps
# all ports but 80, which the numbers page has on every node.
version: "3.7"

services:
  image-gallery:
    ports: !override
      - 8010:80
"""###,
        "stacks/image-gallery/docker-compose.yml": ###"""
# Three services on one overlay network whose name does not depend on the stack's.
version: "3.7"

services:
  accesslog:
    image: diamol/ch09-access-log
    deploy:
      replicas: 3
      resources:
        limits:
          cpus: "0.50"
          memory: 100M
    networks:
      - app-net

  iotd:
    image: diamol/ch09-image-of-the-day
    ports:
      - 8088:80
    deploy:
      replicas: 5
      resources:
        limits:
          cpus: "1"
          memory: 200M
    networks:
      - app-net

  image-gallery:
    image: diamol/ch09-image-gallery
    ports:
      - 80:80
    deploy:
      replicas: 2
      resources:
        limits:
          cpus: "0.75"
          memory: 75M
    networks:
      - app-net

networks:
  app-net:
    name: image-gallery-prod
"""###,
        "stacks/timecheck/timecheck.yml": ###"""
# Writes the time into its log every few seconds.
version: "3.7"

services:
  timecheck:
    image: diamol/ch12-timecheck:1.0
    deploy:
      replicas: 1
"""###,
        "stacks/todo-list/configs/config.json": ###"""
{
  "Logging": {
    "LogLevel": {
      "Default": "Information"
    }
  },
  "AppSettings": {
    "Environment": "PROD"
  },
  "Database": {
    "Provider": "Postgres"
  }
}
"""###,
        "stacks/todo-list/secrets/secrets.json": ###"""
{
  "ConnectionStrings": {
    "ToDoDb": "Server=todo-db;Database=todo;User Id=postgres;Password=for-practice-only;"
  }
}
"""###,
    ]
}
