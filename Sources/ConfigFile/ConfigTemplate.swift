/// A configuration to begin with: everything that can be said, and nothing that is.
package enum ConfigTemplate {
    package static let text = """
        # What skep does for you. Copy to ~/.config/skep/config.yml and take # away from what you want;
        # `skep config check` says what is wrong, with file and line. skep never writes this file.

        # theme: dark               # `skep theme list`, or the path of a theme file
        # read-only: false          # refuse every action that changes the cluster
        # start: services           # the first screen: any line of the command line
        # mouse: true               # click, wheel, drag; false leaves the mouse to the terminal
        # hints: true               # words for newcomers, until each was followed once
        # language: en              # en or ko; otherwise as LANG says

        # Keys of actions, by the ids of `skep config keys`. What is not named keeps its own keys; a list
        # gives several, `none` takes them away. Two actions on one key of one screen are an error.
        # keys:
        #   node.drain: D
        #   service.scale: [s, "+"]
        #   wide: none

        # Your own words for command lines; what is typed after one follows it.
        # aliases:
        #   w: tasks shop_web
        #   grow: scale shop_web

        # The columns of tables.
        # columns:
        #   services: [name, replicas, image, age]

        # Shell commands with a key. The selected object is told in the environment: SKEP_KIND, SKEP_NAME,
        # SKEP_ID, and where they make sense SKEP_NODE, SKEP_ADDRESS, SKEP_SERVICE, SKEP_CONTAINER,
        # SKEP_IMAGE, SKEP_STACK. Put them in quotes: names come from others.
        # plugins:
        #   ssh:
        #     title: Shell on the node
        #     key: "!"
        #     in: [nodes, tasks]
        #     command: ssh "$SKEP_ADDRESS"
        #     terminal: true          # it has the terminal until it ends; else its output is shown
        #     changes: false          # true: refused when the console is read-only

        # What holds on one cluster only, by docker context or address; `skep demo` is demo.
        # contexts:
        #   production:
        #     theme: production
        #     read-only: true

        """
}
