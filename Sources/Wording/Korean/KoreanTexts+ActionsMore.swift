extension KoreanTexts {
    /// Keys, hint bars and help.
    static let actionsMore = #"""
        Roll back to the previous spec
            이전 스펙으로 롤백
        rollback
            롤백
        Resume a paused update
            멈춘 업데이트 계속하기
        no update of it is paused
            멈춘 업데이트가 없습니다
        the cluster has not answered yet
            클러스터가 아직 응답하지 않았습니다
        the cluster does not answer: %@
            클러스터가 응답하지 않습니다: %@
        the managers have no quorum: changes cannot be made
            매니저 쿼럼이 없어 변경할 수 없습니다
        nothing is selected
            선택된 것이 없습니다
        the %@ is gone
            %@{이} 사라졌습니다
        managers
            매니저
        stacks
            스택
        networks
            네트워크
        configs
            컨피그
        secrets
            비밀 값
        volumes
            볼륨
        images
            이미지
        deck · services
            덱 · 서비스
        deck · nodes
            덱 · 노드
        deck · replica map
            덱 · 레플리카 지도
        deck · events
            덱 · 이벤트
        deck · logs
            덱 · 로그
        operations
            작업 기록
        raw JSON
            원본 JSON
        stack plan
            스택 계획
        requests
            요청
        zones
            영역
        token or key
            토큰 또는 키
        swarm
            스웜
        events
            이벤트
        aliases
            별칭
        messages
            메시지
        output
            출력
        what if
            가정
        why here
            여기인 이유
        safe drain
            안전 드레인
        Write tokens and keys out, or hide them
            토큰과 키를 보이거나 숨기기
        reveal
            보이기
        A new join token for workers; the old one is void
            새 워커 참가 토큰; 옛 토큰은 무효
        rotate worker's
            워커 토큰 교체
        A new join token for managers; the old one is void
            새 매니저 참가 토큰; 옛 토큰은 무효
        rotate manager's
            매니저 토큰 교체
        Lock managers, or stop locking them
            매니저 잠금 켜기 또는 끄기
        lock
            잠금
        filter
            필터
        Filter: text in any column but ages; -r regex; -l label=value; -f fuzzy; ! inverts
            필터: 나이와 경과를 뺀 아무 열의 글자; -r 정규식; -l 레이블=값; -f 퍼지; !는 반대로
        name
            이름
        age
            나이
        status
            상태
        stack
            스택
        Choose the column to the left
            왼쪽 열 선택
        Choose the column to the right
            오른쪽 열 선택
        Sort by the chosen column; again: turn; again: natural order
            고른 열로 정렬; 다시: 역순; 또 다시: 원래 순서
        mark
            표시
        Mark, for one action on many
            표시: 한 번에 여럿을 다루기
        Mark from the last mark to here
            마지막 표시부터 여기까지 표시
        No marks
            표시 지우기
        wide
            넓게
        All columns, or the usual ones
            모든 열 또는 기본 열
        faulty
            문제
        Only rows in trouble
            문제 있는 행만
        Sort by %@
            %@ 순으로 정렬
        Logs of the task
            태스크의 로그
        previous
            이전
        no task of this slot was before it
            이 슬롯의 이전 태스크가 없습니다
        it has no node yet
            아직 노드가 정해지지 않았습니다
        Its service
            속한 서비스
        service
            서비스
        Show or hide finished tasks
            끝난 태스크 보이기/숨기기
        finished
            끝난 것
        Kill its container
            컨테이너 강제 종료
        kill
            강제 종료
        Search
            찾기
        Described in words
            말로 풀어 보기
        words
            설명
        Deploy this plan
            이 계획 배포
        deploy
            배포
        freeze
            화면 고정
        Hold the picture still while the cluster goes on; again: go on
            클러스터가 움직여도 화면을 고정; 다시: 계속
        copy
            복사
        Copy the names, marked ones if any, or the text (OSC 52)
            이름(표시한 것) 또는 글 복사 (OSC 52)
        Copy the name
            이름 복사
        Managers: terms, logs, reachability
            매니저: 텀, 로그, 연결 상태
        Zones and the links between them
            영역과 그 사이의 링크
        Trouble: kill, start, isolate, partition, latency, loss (simulated clusters)
            장애: 전원, 격리, 분할, 지연, 손실 (시뮬레이션 클러스터)
        fault
            장애
        Mend all links (simulated clusters)
            모든 링크 복구 (시뮬레이션 클러스터)
        heal
            복구
        no link is in trouble
            문제 있는 링크가 없습니다
        Raw JSON of the event
            이벤트의 원본 JSON
        All events as JSON, one a line
            모든 이벤트를 한 줄에 하나씩 JSON으로
        What it belongs to: a task's service, a service's stack
            속한 곳: 태스크의 서비스, 서비스의 스택
        owner
            속한 곳
        records
            기록
        Logs of all tasks on the node, in order of time
            노드의 모든 태스크 로그, 시간순
        """#
}
