extension KoreanTexts {
    /// Keys, hint bars and help.
    static let actions = #"""
        Next pane
            다음 창
        next pane
            다음 창
        Previous pane
            이전 창
        Nodes
            노드
        nodes
            노드
        What the event is about
            이벤트가 가리키는 대상
        open
            열기
        The whole log
            로그 전체
        Give the safe drain up: put everything back
            안전 드레인 포기: 모두 원래대로
        give up
            포기
        Try those again that could not move
            옮기지 못한 것 다시 시도
        try again
            다시 시도
        Drain although some could not move
            일부가 옮겨 가지 못해도 드레인
        drain anyway
            그래도 드레인
        why
            이유
        Why it waits, or is where it is
            왜 기다리는지, 왜 여기 있는지
        Ask whether to do it
            실행할지 묻기
        do it
            실행
        command
            명령
        Command line
            명령줄
        help
            도움말
        Help for this screen
            이 화면의 도움말
        menu
            메뉴
        What can be done here
            할 수 있는 일
        back
            뒤로
        Back
            뒤로
        The view before, and back
            바로 전 화면으로, 다시 돌아오기
        Older view in the history
            방문 기록에서 이전 화면
        Newer view in the history
            방문 기록에서 다음 화면
        refresh
            새로 고침
        Refresh now
            지금 새로 고침
        header
            머리글
        Header on or off
            머리글 켜기/끄기
        crumbs
            경로
        Crumbs on or off
            경로 줄 켜기/끄기
        commands
            명령
        All commands
            모든 명령
        save
            저장
        Save what is shown to a file
            보이는 내용을 파일로 저장
        training
            훈련
        Training bar: clock and faults
            훈련 막대: 시계와 장애
        quit
            종료
        Quit
            종료
        Its stack
            속한 스택
        it belongs to no stack
            속한 스택이 없습니다
        Its node
            실행 중인 노드
        node
            노드
        Volumes of the node
            노드의 볼륨
        Its image, and who else names it
            쓰는 이미지와 그 이미지를 쓰는 곳
        down
            아래
        Down
            아래로
        up
            위
        Up
            위로
        Page down
            한 쪽 아래로
        Page up
            한 쪽 위로
        top
            맨 위
        To the top
            맨 위로
        bottom
            맨 아래
        To the bottom
            맨 아래로
        Shell in its container
            컨테이너 안의 셸
        its container does not run
            컨테이너가 실행 중이 아닙니다
        Edit the whole spec
            스펙 전체 편집
        Follow the end
            끝을 따라가기
        follow
            따라가기
        Hold still
            멈춰 두기
        hold
            멈춤
        Wrap long lines
            긴 줄 접기
        wrap
            줄 접기
        Times: local, UTC, ages, none
            시각: 현지, UTC, 경과, 없음
        times
            시각
        Only lines: word, a|b, !word, -r PATTERN, node:NAME, task:N, stderr
            보일 줄: 단어, a|b, !단어, -r 패턴, node:이름, task:번호, stderr
        only
            고르기
        Only lines of one node, by turns
            한 노드의 줄만, 차례로
        JSON: a member a line, the chosen fields, as it came
            JSON: 한 줄에 한 항목, 고른 필드, 원래대로
        JSON
            =
        Search; -r PATTERN for a regular expression
            찾기; -r 패턴은 정규식
        search
            찾기
        Next match
            다음 일치
        Match before
            이전 일치
        To the left
            왼쪽으로
        To the right
            오른쪽으로
        Logs of the slot's task before
            같은 슬롯의 이전 태스크 로그
        From %@
            시작: %@
        Tasks on the network, with their addresses
            네트워크의 태스크와 그 주소
        tasks
            태스크
        Look a name up as the task sees it (simulated clusters)
            태스크가 보는 대로 이름 조회 (시뮬레이션 클러스터)
        lookup
            조회
        Send requests to a published port (simulated clusters)
            공개된 포트로 요청 보내기 (시뮬레이션 클러스터)
        request
            요청
        Send them again
            다시 보내기
        again
            다시
        this console is read-only
            읽기 전용 콘솔입니다
        Tasks of the node
            노드의 태스크
        Drain: move its tasks away
            드레인: 태스크를 다른 노드로
        drain
            드레인
        Pause (cordon): no new tasks
            일시 중지(cordon): 새 태스크를 받지 않음
        pause
            중지
        Activate (uncordon): take tasks again
            활성화(uncordon): 다시 태스크를 받음
        activate
            활성화
        Promote or demote, with the quorum before and after
            승격 또는 강등, 전후의 쿼럼과 함께
        role
            역할
        Labels
            레이블
        labels
            레이블
        Remove from the swarm
            스웜에서 제거
        remove
            제거
        its availability is %@ already
            가용성이 이미 %@입니다
        describe
            상세
        Describe
            상세 정보
        json
            json
        Raw JSON
            원본 JSON
        raw
            원본
        Services of the stack
            스택의 서비스
        services
            서비스
        Remove with all its parts
            모든 구성 요소와 함께 제거
        network
            네트워크
        config
            컨피그
        secret
            비밀 값
        volume
            볼륨
        Services that use it
            이것을 쓰는 서비스
        used by
            쓰는 곳
        Remove
            제거
        past
            과거
        What was seen before
            이전에 보인 모습
        What was seen next
            다음에 보인 모습
        The event before
            이전 이벤트
        The next event
            다음 이벤트
        Branch here: the moment that is shown becomes the present
            여기서 분기: 보이는 순간이 현재가 됨
        branch: %@
            분기: %@
        this is now already
            이미 지금입니다
        running …
            실행 중 …
        ended well
            정상 종료
        ended with %@
            종료 코드 %@
        it ended with %@
            종료 코드 %@로 끝났습니다
        Follow the slots that are worked on
            작업 중인 슬롯 따라가기
        Tasks of the service
            서비스의 태스크
        Rollout, slot by slot
            슬롯별 롤아웃
        rollout
            롤아웃
        Logs of all replicas, in order of time
            모든 레플리카의 로그, 시간순
        logs
            로그
        Scale
            스케일
        scale
            스케일
        it has no number of replicas
            레플리카 수가 없는 서비스입니다
        Image
            이미지
        image
            이미지
        Environment variable
            환경 변수
        Force update: replace every task
            강제 업데이트: 모든 태스크 교체
        restart
            다시 시작
        """#
}
