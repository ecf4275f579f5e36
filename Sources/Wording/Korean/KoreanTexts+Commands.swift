extension KoreanTexts {
    /// Commands, and why they are refused.
    static let commands = #"""
        there is no command %@; ^a lists all
            명령 %@{이} 없습니다; ^a가 모두 보여 줍니다
        %@ may be %@
            %@{은} %@일 수 있습니다
        usage: %@
            사용법: %@
        only a simulated cluster can do that
            시뮬레이션 클러스터에서만 할 수 있습니다
        there is no command
            명령이 없습니다
        there is no table %@
            표 %@{이} 없습니다
        a config or secret from a file, or an overlay network
            파일로 만드는 컨피그나 비밀 값, 또는 오버레이 네트워크
        usage: create config NAME FILE, create secret NAME FILE, create network NAME
            사용법: create config NAME FILE, create secret NAME FILE, create network NAME
        Create %@ %@
            %@ %@ 생성
        Create
            생성
        It holds what is in %@ now, and never changes.
            지금 %@에 있는 내용을 담으며, 바뀌지 않습니다.
        It is sealed on disk and never shown again.
            디스크에 암호화해 두고 다시는 보이지 않습니다.
        Create network %@
            네트워크 %@ 생성
        An overlay network with a subnet of the cluster's pool.
            클러스터 풀에서 서브넷을 받는 오버레이 네트워크.
        start
            시작
        trouble for simulated machines and links; fault alone says how
            시뮬레이션 머신과 링크의 장애; fault만 치면 쓰는 법
        mend all links, one node's, or those between two ends
            모든 링크, 한 노드의 링크, 또는 두 끝 사이의 링크 복구
        cut
            끊김
        fault knows %@, and NODE on|off; not %@
            fault가 아는 것은 %@, NODE on|off입니다; %@{은} 아닙니다
        heal %@ what? say heal %@ B, or heal alone
            heal %@ 다음에 무엇을? heal %@ B 또는 heal만
        %@ is not isolated; heal alone mends all links
            %@{은} 격리되지 않았습니다; heal만 치면 모든 링크를 복구합니다
        nothing was done to the link between %@ and %@; zones lists what was
            %@{과} %@ 사이 링크에는 아무 일도 없었습니다; 무엇이 있었는지는 zones
        which node? fault %@ NODE[,NODE …]
            어느 노드? fault %@ NODE[,NODE …]
        two sides are needed: %@
            양쪽이 필요합니다: %@
        a side of several is written with commas: node1,node2
            한쪽에 여럿이면 쉼표로 씁니다: node1,node2
        %@ is on both sides of %@ and
            %@{이} 양쪽에 다 있습니다: %@ and
        neither a node nor a zone is called %@; zones are %@
            %@{이라}는 노드도 영역도 없습니다; 영역은 %@
        %@ is no time of a link: write 400ms or 1.5s
            %@{은} 링크의 시간이 아닙니다: 400ms나 1.5s처럼 쓰십시오
        %@ is no share: it must be from 0% to 100%
            %@{은} 비율이 아닙니다: 0%에서 100%까지
        update
            업데이트
        what would come of a command, such as whatif drain node2; nothing is done
            whatif drain node2처럼 명령의 결과를 미리 보기; 실행하지 않음
        why a task waits, or is where it is; where the next replica would go
            태스크가 왜 기다리는지, 왜 거기 있는지; 다음 레플리카가 갈 곳
        empty a node, N tasks of a service at a time, each replacement first; shows one begun
            노드 비우기, 서비스마다 N개씩, 대체 태스크 먼저; 시작한 것은 보여 줌
        %@ is no number of tasks
            %@{은} 태스크 수가 아닙니다
        the whole spec in $EDITOR; the difference is shown before it is sent
            $EDITOR로 스펙 전체 편집; 보내기 전에 차이를 보여 줌
        usage: edit service NAME, edit node NAME
            사용법: edit service NAME, edit node NAME
        a command in a task's container; a shell if none is named
            태스크 컨테이너 안의 명령; 없으면 셸
        stop an update after the slots at work; resume goes on
            작업 중인 슬롯 뒤에서 업데이트 멈추기; resume으로 계속
        task %@ not found
            태스크 %@{을} 찾을 수 없습니다
        volume %@ not found
            볼륨 %@{을} 찾을 수 없습니다
        volume %@ is on %@ nodes: say %@@NODE
            볼륨 %@{이} 노드 %@개에 있습니다: %@@NODE{이라}고 쓰십시오
        a %@ is missing
            %@{이} 빠졌습니다
        %@ %@ not found
            %@ %@{을} 찾을 수 없습니다
        %@ %@ is ambiguous (%@ matches found)
            %@ %@{은} 모호합니다 (%@개 일치)
        what a name stands for, as a task sees it
            태스크가 보기에 이름이 가리키는 것
        send N requests and see which task each one reaches
            요청 N개를 보내고 각각 어느 태스크에 닿는지 보기
        no task runs that could ask; say from which: lookup %@ from TASK
            물어볼 실행 중인 태스크가 없습니다; 어디서인지 쓰십시오: lookup %@ from TASK
        %@ is no number of requests
            %@{은} 요청 수가 아닙니다
        %@ is a service: say which task asks, request %@ from TASK, or ask a node's published port
            %@{은} 서비스입니다: 묻는 태스크를 쓰거나(request %@ from TASK) 노드의 공개된 포트에 물으십시오
        node %@ not found
            노드 %@{을} 찾을 수 없습니다
        a port is missing: request %@:PORT
            포트가 빠졌습니다: request %@:PORT
        %@ is no port: it must be from 1 to 65535
            %@{은} 포트가 아닙니다: 1부터 65535까지
        service %@ has no running task to ask from
            서비스 %@에 물어볼 실행 중인 태스크가 없습니다
        move its tasks away
            태스크를 다른 노드로 옮기기
        no new tasks (cordon)
            새 태스크 받지 않기 (cordon)
        take tasks again
            다시 태스크 받기
        make it a manager
            매니저로 만들기
        make it a worker
            워커로 만들기
        a new simulated machine joins
            새 시뮬레이션 머신 참가
        manager
            매니저
        worker
            워커
        usage: join worker|manager [NAME [ZONE]]
            사용법: join worker|manager [NAME [ZONE]]
        %@ is neither KEY=VALUE nor KEY-
            %@{은} KEY=VALUE도 KEY-도 아닙니다
        plan a stack from compose files, then ask
            컴포즈 파일로 스택 계획을 세우고 묻기
        remove a stack
            스택 제거
        usage: stack rm NAME
            사용법: stack rm NAME
        remove an object
            객체 제거
        an image is removed on its node: docker image rm
            이미지는 그 노드에서 제거합니다: docker image rm
        the pace of a simulated cluster's clock
            시뮬레이션 클러스터 시계의 속도
        run
            실행
        a pace is a number from 0.1 to 1000, pause or run
            속도는 0.1에서 1000까지의 수, pause 또는 run입니다
        other colours; without a name, a list that shows each one at once
            다른 색; 이름이 없으면 하나씩 바로 보여 주는 목록
        there is no theme %@: %@
            테마 %@{이} 없습니다: %@
        ask the cluster now
            지금 클러스터에 묻기
        draw the whole terminal anew
            터미널 전체 다시 그리기
        back to the shell for a while; fg returns
            잠시 셸로; fg로 돌아오기
        what is shown, to a file; save! writes over one
            보이는 내용을 파일로; save!는 있는 파일을 덮어씁니다
        %@ takes no !
            %@에는 !를 붙일 수 없습니다
        what was said at the bottom, newest first
            아래에 나왔던 메시지, 새것부터
        which columns this table has: names, +name -name, or none for the usual ones
            이 표의 열: 이름들, +이름 -이름, 없으면 기본 열
        this table's rows to a file, as filtered and sorted; export! writes over one
            이 표의 행을 필터와 정렬 그대로 파일로; export!는 있는 파일을 덮어씁니다
        usage: export csv|json [FILE]
            사용법: export csv|json [FILE]
        to the terminal's clipboard (OSC 52)
            터미널의 클립보드로 (OSC 52)
        usage: copy [name|id|row|screen]
            사용법: copy [name|id|row|screen]
        the members of JSON lines that this log shows; a.b looks into an object
            이 로그가 보여 줄 JSON 항목; a.b는 객체 안을 봄
        hold the picture still while the cluster goes on; again: go on
            클러스터가 움직여도 화면을 고정; 다시: 계속
        settings of the swarm, and its join tokens
            스웜의 설정과 참가 토큰
        what has happened, newest first
            일어난 일, 최신순
        short names of commands, the console's and yours
            명령의 짧은 이름, 콘솔의 것과 내 것
        another number of replicas
            레플리카 수 바꾸기
        %@ is no number of replicas
            %@{은} 레플리카 수가 아닙니다
        another image
            이미지 바꾸기
        %@ is no image reference
            %@{은} 이미지 이름이 아닙니다
        set an environment variable, or remove it with KEY-
            환경 변수 설정, 또는 KEY-로 제거
        replace every task (force)
            모든 태스크 교체 (강제)
        back to the previous spec
            이전 스펙으로 되돌리기
        go on with a paused update
            멈춘 업데이트 계속하기
        end a task's container
            태스크의 컨테이너 끝내기
        send N requests to it (simulated clusters)
            요청 N개 보내기 (시뮬레이션 클러스터)
        Send %@ requests to %@
            %2$@에 요청 %1$@개 보내기
        who votes and leads: terms, logs, reachability
            누가 투표하고 이끄는지: 텀, 로그, 연결 상태
        data centres, and the links between them
            데이터 센터와 그 사이의 링크
        what a machine joins with
            머신이 참가할 때 쓰는 것
        a new join token or unlock key; a new config or secret for all that use one
            새 참가 토큰이나 잠금 해제 키; 쓰는 곳 모두를 위한 새 컨피그나 비밀 값
        usage: rotate worker|manager|unlock-key
            사용법: rotate worker|manager|unlock-key
        whether a manager that starts again needs the unlock key
            다시 시작하는 매니저에 잠금 해제 키가 필요한지
        usage: lock on|off
            사용법: lock on|off
        the key that managers are unlocked with
            매니저의 잠금을 푸는 키
        unlock a manager that started again; a live engine needs no name
            다시 시작한 매니저의 잠금 해제; 라이브 엔진은 이름이 필요 없음
        the machine leaves the swarm
            머신이 스웜을 떠남
        one manager goes on alone when the others are lost for good
            다른 매니저를 영영 잃었을 때 매니저 하나로 계속
        usage: rotate %@ NAME FILE [NEWNAME]
            사용법: rotate %@ NAME FILE [NEWNAME]
        deck
            덱
        the overview
            전체 보기
        list of volumes, or those of a node
            볼륨 목록, 또는 한 노드의 볼륨
        all tasks, or those of a service or node
            모든 태스크, 또는 서비스나 노드의 태스크
        neither a service nor a node is called %@
            %@{이라}는 서비스도 노드도 없습니다
        its update, slot by slot
            업데이트를 슬롯별로 보기
        lines in order of time
            시간순 줄
        an object in words
            객체를 말로 풀어 보기
        what was asked for, and what came of it
            요청한 일과 그 결과
        all keys and commands
            모든 키와 명령
        list of %@
            %@ 목록
        %@ is none of %@
            %@{은} %@ 중에 없습니다
        """#
}
