-- Description: Embedded
CREATE TABLE embedded (id bigint);
