extension KoreanTexts {
    /// What is drawn around the data.
    static let screensMore = #"""
        Unlock the engine
            엔진 잠금 해제
        no line says which node it is from
            어느 노드의 줄인지 알 수 없습니다
        there is no log here
            여기에는 로그가 없습니다
        still looking
            아직 찾는 중
        not found
            찾지 못했습니다
        this is the first screen; type :q to quit
            첫 화면입니다; 끝내려면 :q
        there is no other view
            다른 화면이 없습니다
        Send %@ to %@
            %2$@에 %1$@ 보내기
        this is the past: F8 goes back to now
            지금은 과거입니다: F8로 현재로 돌아갑니다
        nothing was seen before this
            이보다 전에 본 것이 없습니다
        no event was seen before this
            이보다 전에 본 이벤트가 없습니다
        F8 goes to the past first
            먼저 F8로 과거로 가십시오
        a live cluster's time is everybody's
            라이브 클러스터의 시간은 모두의 것입니다
        that is too long ago: it can be looked at only
            너무 오래전이라 보기만 할 수 있습니다
        there is nothing to copy here
            여기에는 복사할 것이 없습니다
        %@ bytes are too many to copy; save writes a file
            %@바이트는 복사하기에 너무 많습니다; save로 파일에 씁니다
        copied, if the terminal allows it: %@
            터미널이 허용하면 복사됨: %@
        there is no table here to export; :save writes what is shown
            여기에는 내보낼 표가 없습니다; :save가 보이는 것을 저장합니다
        there is no table here
            여기에는 표가 없습니다
        %@ is no column here: %@
            %@{은} 여기의 열이 아닙니다: %@
        one column must stay
            열 하나는 남아야 합니다
        it has been carried out already
            이미 실행했습니다
        there is no plan to carry out yet
            아직 실행할 계획이 없습니다
        the cluster does not tell it
            클러스터가 알려 주지 않습니다
        no event is chosen
            고른 이벤트가 없습니다
        a node belongs to nothing else
            노드는 다른 것에 속하지 않습니다
        a service is on no one node
            서비스는 한 노드에만 있지 않습니다
        services of %@ stacks name it
            스택 %@개의 서비스가 이 이미지를 씁니다
        %@ does nothing on this screen; %@ lists its keys
            %@: 이 화면에서는 쓰이지 않습니다; %@로 키를 봅니다
        this screen is in words already; y shows it raw
            이 화면은 이미 글로 풀어 놓은 것입니다; y는 원본을 보여 줍니다
        it is for one at a time; take the marks away first
            한 번에 하나만 됩니다; 먼저 표시를 지우십시오
        the engine tells of now only: F8 goes back there
            엔진은 지금만 알려 줍니다: F8로 돌아갑니다
        theme %@: %@
            테마 %@: %@
        theme %@
            테마 %@
        there are no themes
            테마가 없습니다
        themes · enter keeps, esc goes back
            테마 · 엔터 선택, esc 취소
        only a simulated cluster has a clock to be set
            시뮬레이션 클러스터의 시계만 바꿀 수 있습니다
        join
            참가
        clock %@
            시계 %@
        space
            스페이스
        pace
            속도
        next event
            다음 이벤트
        second
            1초
        real time
            실시간
        esc
            =
        close
            닫기
        of %@
            · %@
        a console for clusters that work as Docker Swarm does
            도커 스웜처럼 동작하는 클러스터를 위한 콘솔
        There is no cluster of yours on this machine yet. Begin with:
            이 머신에는 아직 클러스터가 없습니다. 무엇으로 시작할까요?
        The demo
            데모
        An empty cluster
            빈 클러스터
        A Docker engine
            도커 엔진
        five nodes, four stacks, an update on its way
            노드 다섯, 스택 넷, 진행 중인 업데이트
        simulated nodes; deploy what you like
            시뮬레이션 노드; 원하는 것을 배포
        watch and steer a real Docker Swarm
            실제 도커 스웜을 보고 다루기
        nothing is created
            아무것도 만들지 않음
        Type a number of nodes from 1 to 1000.
            노드 수를 1부터 1000까지 입력하십시오.
        up down enter q
            위 아래 엔터 q
        up/down choose · enter begin · q quit
            위/아래 선택 · 엔터 시작 · q 종료
        the language of the console's own texts
            콘솔이 쓰는 언어
        usage: language en|ko
            사용법: language en|ko
        %@ exists and was left as it is; :%@ writes over it
            %@{이} 이미 있어 그대로 두었습니다; :%@{이} 덮어씁니다
        more was written: the first %@ lines are kept
            더 출력되었습니다: 처음 %@줄만 남깁니다
        stopping …
            멈추는 중 …
        stopped
            멈춤
        %@ has ended
            %@{이} 끝났습니다
        %@ ended with %@
            %@{이} %@{으로} 끝났습니다
        End the plugin, with all that it has started
            플러그인과 거기서 시작된 것을 모두 끝내기
        stop
            중지
        it has ended
            이미 끝났습니다
        it has not begun
            아직 시작하지 않았습니다
        nothing that has steps is under way
            진행 중인 단계별 작업이 없습니다
        Stop what is under way after the step that is being carried out
            진행 중인 작업을 지금 단계까지만 하고 멈추기
        work of several steps
            단계별 작업
        … stopping after this step; ^k again waits for no answer
            … 이 단계까지만 하고 멈추는 중; ^k를 다시 누르면 응답을 기다리지 않습니다
        ^k stops it after the step that is being carried out
            ^k로 지금 단계까지만 하고 멈춥니다
        No answer was waited for; it may have been carried out:
            응답을 기다리지 않았습니다; 실행되었을 수도 있습니다:
        Not carried out:
            실행하지 않은 것:
        ▲ stopped: what was carried out stays
            ▲ 중지됨: 실행된 것은 그대로 남습니다
        ▲ stopped after %@
            ▲ %@ 만에 중지됨
        not carried out: %@
            실행하지 않음: %@
        %@: it may have been carried out
            %@: 실행되었을 수도 있습니다
        %@: stopped, %@ not carried out
            %@: 중지됨, %@ 실행하지 않음
        opening %@ …
            %@ 여는 중 …
        Nothing was said yet.
            아직 메시지가 없습니다.
        What is shown at the bottom for a while can be read again here.
            아래에 잠시 나오는 메시지를 여기서 다시 읽을 수 있습니다.
        saving %@ lines …
            줄 %@개 저장 중 …
        saved to %@
            %@에 저장됨
        · THE PAST: lines until %@
            · 과거: %@까지의 줄
        · %@ of %@ tasks
            · 태스크 %2$@개 중 %1$@개
        the configuration was changed and holds now
            바뀐 설정이 적용되었습니다
        %@; what was read before holds
            %@; 이전 설정을 그대로 씁니다
        """#
}
