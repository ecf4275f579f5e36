extension KoreanTexts {
    /// Pages of text.
    static let pagesMore = #"""
        ▲ %@ of %@ answered with an error
            ▲ %2$@ 중 %1$@개가 오류로 응답
        Shares
            몫
        Hops
            홉
        routing mesh: any node's port, then the tasks in turn
            라우팅 메시: 아무 노드의 포트, 그다음 태스크가 차례로
        host mode: a port that the node publishes for its own task
            host 모드: 노드가 자기 태스크를 위해 공개한 포트
        virtual address on %@, then the tasks in turn
            %@의 가상 IP 주소, 그다음 태스크가 차례로
        a task's own address on %@
            %@에 있는 태스크 자신의 주소
        · %@ with an error
            · 오류 %@
        Swarm
            스웜
        Managers
            매니저
        Orchestration
            오케스트레이션
        Tasks per slot
            슬롯당 태스크
        all are kept
            모두 보관
        %@ are kept
            %@개 보관
        Heartbeat
            하트비트
        Log driver
            로그 드라이버
        as the engines have it
            엔진이 정한 대로
        Addresses
            주소
        Pools
            풀
        Security
            보안
        Certificates
            인증서
        hold %@
            유효 기간 %@
        Autolock
            자동 잠금
        on: a manager that starts again needs the unlock key
            켜짐: 다시 시작하는 매니저에 잠금 해제 키가 필요
        off
            꺼짐
        Unlock key
            잠금 해제 키
        Joining
            참가
        This cluster does not tell its join tokens.
            이 클러스터는 참가 토큰을 알려 주지 않습니다.
        Worker token
            워커 토큰
        Manager token
            매니저 토큰
        x hides them again
            x로 다시 숨깁니다
        x writes them out
            x로 모두 보입니다
        Whoever has a token can join; %@.
            토큰이 있으면 누구나 참가할 수 있습니다; %@.
        Nothing has happened yet.
            아직 아무 일도 없었습니다.
        What changes from now on is listed here: try scale, or drain.
            이제부터 바뀌는 것이 여기에 나옵니다: 스케일이나 드레인을 해 보십시오.
        %@ older ones are forgotten
            더 오래된 %@개는 잊었습니다
        Your own
            내 별칭
        none yet: aliases: in ~/.config/skep/config.yml makes some
            아직 없음: ~/.config/skep/config.yml의 aliases:가 만듭니다
        The console's
            콘솔의 별칭
        To add a %@ to this swarm, run the following command:
            이 스웜에 %@{을} 더하려면 다음 명령을 실행하십시오:
        Whoever has it can join as a %@; :rotate %@ makes it void.
            이것이 있으면 누구나 %@{으로} 참가할 수 있습니다; :rotate %@{이} 무효로 만듭니다.
        Here a simulated machine joins with :join %@.
            여기서는 :join %@{으로} 시뮬레이션 머신이 참가합니다.
        No unlock key is set: managers are not locked.
            잠금 해제 키가 없습니다: 매니저가 잠겨 있지 않습니다.
        :lock on makes one.
            :lock on이 키를 만듭니다.
        To unlock a swarm manager after it restarts, run the `docker swarm unlock`
            다시 시작한 스웜 매니저의 잠금을 풀려면 `docker swarm unlock` 명령을
        command and provide the following key:
            실행하고 다음 키를 입력하십시오:
        Please remember to store this key in a password manager, since without it you
            이 키를 비밀번호 관리자에 꼭 보관하십시오. 키가 없으면
        will not be able to restart the manager.
            매니저를 다시 시작할 수 없습니다.
        Here that is :unlock NODE KEY.
            여기서는 :unlock NODE KEY입니다.
        This cluster does not tell where its machines stand.
            이 클러스터는 머신이 어디에 있는지 알려 주지 않습니다.
        Zones (%@)
            영역 (%@)
        (none)
            (없음)
        Links, one way
            링크, 한쪽
        … and %@ more zones
            … 외 영역 %@개
        ✗ cut
            ✗ 끊김
        %@ lost
            손실 %@
        Troubles (%@)
            장애 (%@)
        none: all links are as they should be
            없음: 모든 링크가 정상입니다
        isolated: cut off from all others
            격리: 다른 모두와 끊어짐
        Out of the leader's reach (%@)
            리더가 닿지 못하는 곳 (%@)
        its containers run on, unseen
            컨테이너는 보이지 않는 채 계속 실행됩니다
        """#
}
