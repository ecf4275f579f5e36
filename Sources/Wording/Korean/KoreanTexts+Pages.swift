extension KoreanTexts {
    /// Pages of text.
    static let pages = #"""
        %@ and %@ more
            %@ 외 %@개
        %@ and %@
            %@, %@
        Network
            네트워크
        Name
            이름
        Driver
            드라이버
        Scope
            범위
        Subnets
            서브넷
        Addresses in use
            쓰는 주소
        VXLAN
            =
        Attachable
            연결 가능
        yes
            예
        no
            아니요
        Internal
            내부용
        Routing mesh
            라우팅 메시
        Driver options
            드라이버 옵션
        Services (%@)
            서비스 (%@)
        no service
            서비스 없음
        also %@
            또한 %@
        Tasks (%@ alive)
            태스크 (실행 %@)
        no node yet
            아직 노드 없음
        … and %@ more
            … 외 %@개
        Load balancers (%@)
            로드 밸런서 (%@)
        no address yet
            아직 주소 없음
        Host name
            호스트 이름
        Status
            상태
        Availability
            가용성
        Address
            주소
        Engine
            엔진
        Version
            버전
        Platform
            플랫폼
        Memory
            메모리
        Engine labels
            엔진 레이블
        Volumes
            볼륨
        Manager
            매니저
        Role
            역할
        Reachability
            연결
        If demoted
            강등하면
        Reserved
            예약
        cpu %@, memory %@
            cpu %@, 메모리 %@
        Stack
            스택
        Mode
            모드
        Replicas
            레플리카
        Message
            메시지
        Stays
            멈춘 이유
        Started
            시작
        Completed
            완료
        Update config
            업데이트 설정
        Rollback config
            롤백 설정
        Previous spec
            이전 스펙
        none: there is nothing to roll back to
            없음: 롤백할 곳이 없습니다
        the same as now
            지금과 같음
        A rollback sets
            롤백이 바꿀 것
        Container
            컨테이너
        Args
            인자
        Environment
            환경 변수
        User
            사용자
        Directory
            디렉터리
        Health check
            헬스 체크
        Mounts
            마운트
        Secrets
            비밀 값
        Configs
            컨피그
        Stop grace
            종료 유예
        Read only
            읽기 전용
        Placement and resources
            배치와 자원
        Max per node
            노드당 최대
        Limits
            한도
        Restart
            재시작
        Force counter
            강제 횟수
        Endpoint mode
            엔드포인트 모드
        Ports
            포트
        Networks
            네트워크
        %@, as %@
            %@, 별칭 %@
        Virtual addresses
            가상 IP 주소
        %@ in %@
            %2$@의 %1$@
        none yet
            아직 없음
        Observed
            관찰된 상태
        Desired
            원하는 상태
        Waits
            대기 이유
        Since
            시각
        Exit code
            종료 코드
        PID
            =
        Host ports
            호스트 포트
        Container, templates expanded
            템플릿을 펼친 컨테이너
        Life
            수명
        Created
            생성
        Assigned
            배정
        Preparing
            준비
        Starting
            시작
        Running
            실행
        Ended
            종료
        is gone
            사라졌습니다
        Spec
            스펙
        as the service wants it now
            지금 서비스가 원하는 대로
        an older one of the service
            서비스의 옛 스펙
        It is gone.
            사라졌습니다.
        Updated
            갱신
        Used by
            쓰는 곳
        Config
            컨피그
        Size
            크기
        Data
            데이터
        Secret
            비밀 값
        not told
            알려지지 않음
        never shown
            보이지 않음
        Volume
            볼륨
        Parts
            구성
        skep %@
            =
        Keys on this screen: %@
            이 화면의 키: %@
        ✗ asks first
            ✗ 먼저 묻습니다
        ▲ asks first
            ▲ 먼저 묻습니다
        Commands after :
            : 뒤의 명령
        everywhere
            어디서나
        moving
            이동
        tables
            표
        the selected object
            선택한 객체
        log pane
            로그 창
        text
            글
        description
            상세 정보
        Asked by
            묻는 태스크
        asking …
            묻는 중 …
        simulated: the embedded DNS at 127.0.0.11 of that container
            시뮬레이션: 그 컨테이너의 127.0.0.11에 있는 내장 DNS
        a task that is gone
            사라진 태스크
        none with names
            이름이 있는 것 없음
        Found
            찾은 것
        Why
            이유
        every connection to it goes to the next task on %@, in turn
            연결마다 %@의 다음 태스크로 차례로 갑니다
        the DNS shuffles them for each answer
            DNS가 답할 때마다 순서를 섞습니다
        a service's virtual address%@
            서비스의 가상 IP 주소%@
        a service in endpoint mode dnsrr: all of its tasks%@
            엔드포인트 모드 dnsrr 서비스: 모든 태스크%@
        all tasks%@
            모든 태스크%@
        a container's own name%@
            컨테이너 자신의 이름%@
        the name of an address%@
            주소의 이름%@
        an extra host in the container's /etc/hosts
            컨테이너 /etc/hosts의 추가 호스트
        nothing (NXDOMAIN)
            없음 (NXDOMAIN)
        service %@
            서비스 %@
        reading the files …
            파일을 읽는 중 …
        Nothing would change.
            바뀔 것이 없습니다.
        Carried out:
            실행:
        ✓ stack %@ is deployed
            ✓ 스택 %@{을} 배포했습니다
        r plans it again, from the files as they are then
            r을 누르면 그때의 파일로 다시 계획합니다
        enter shows its services
            엔터를 누르면 서비스를 보입니다
        enter carries it out, after asking once more
            엔터를 누르면 한 번 더 묻고 실행합니다
        A recording does not hold what was asked of the cluster.
            기록에는 클러스터에 무엇을 시켰는지가 들어 있지 않습니다.
        What came of it is seen in :events, what was typed at the bottom.
            그 결과는 :events에서, 입력한 키는 맨 아래에서 볼 수 있습니다.
        Nothing was asked of the cluster from here yet.
            아직 여기서 클러스터에 요청한 일이 없습니다.
        What others ask of it is seen in :events.
            다른 곳에서 요청한 일은 :events에서 보입니다.
        … in flight
            … 진행 중
        ✓ done in %@
            ✓ %@ 만에 완료
        ✗ refused after %@
            ✗ %@ 만에 거부
        by
            방법:
        Requests
            요청
        To
            받는 곳
        on the way …
            가는 중 …
        Way
            경로
        Request
            요청
        GET %@ on port %@ of the container
            컨테이너의 포트 %2$@에 GET %1$@
        ✓ %@ answered
            ✓ %@에 응답
        """#
}
